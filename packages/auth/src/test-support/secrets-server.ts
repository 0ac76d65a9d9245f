import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Version {
  /** Undefined for a binary one. */
  readonly text: string | undefined;
  readonly stages: Set<string>;
}

/** The part of AWS Secrets Manager's API that is used, on this machine. */
export interface SecretsServer {
  readonly endpoint: string;
  /** The names of the actions so far. */
  readonly actions: string[];
  /** The regions that the requests so far were signed for. */
  readonly regions: string[];
  close(): void;
}

/**
 * Starts a stand-in for AWS Secrets Manager, for there is none from npm. It was compared with moto's: the tests that use it
 * pass on either, by the environment variable `SECRETS_MANAGER_ENDPOINT`.
 */
export async function startSecretsServer(): Promise<SecretsServer> {
  const { SECRETS_MANAGER_ENDPOINT: real } = process.env;
  const actions: string[] = [];
  const regions: string[] = [];
  if (real !== undefined) return { endpoint: real, actions, regions, close: () => undefined };
  const secrets = new Map<string, Map<string, Version>>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const action = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
      actions.push(action);
      regions.push(/\/([\w-]+)\/secretsmanager\//.exec(incoming.headers.authorization ?? '')?.[1] ?? '');
      const input = JSON.parse(Buffer.concat(chunks).toString()) as Input;
      const answer = act(secrets, action, input);
      const refused = '__type' in answer;
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, actions, regions, close: () => server.close() };
}

interface Input {
  readonly Name?: string;
  readonly SecretId?: string;
  readonly SecretString?: string;
  readonly SecretBinary?: string;
  readonly ClientRequestToken?: string;
  readonly VersionStage?: string;
  readonly VersionStages?: readonly string[];
  readonly MoveToVersionId?: string;
  readonly RemoveFromVersionId?: string;
}

function act(secrets: Map<string, Map<string, Version>>, action: string, input: Input): object {
  const name = input.SecretId ?? input.Name ?? '';
  if (action === 'CreateSecret') secrets.set(name, new Map());
  const versions = secrets.get(name);
  if (!versions) return refusal('ResourceNotFoundException');
  if (action === 'GetSecretValue') return get(versions, input.VersionStage ?? 'AWSCURRENT');
  if (action === 'UpdateSecretVersionStage') return move(versions, input);
  return put(versions, input);
}

function get(versions: Map<string, Version>, stage: string): object {
  const [id, version] = [...versions].find(([, { stages }]) => stages.has(stage)) ?? [];
  return version ? { VersionId: id, SecretString: version.text } : refusal('ResourceNotFoundException');
}

function put(versions: Map<string, Version>, input: Input): object {
  const { SecretString: text, ClientRequestToken: id = '', VersionStages = ['AWSCURRENT'] } = input;
  const known = versions.get(id);
  if (known) return known.text === text ? { VersionId: id } : refusal('ResourceExistsException');
  for (const { stages } of versions.values()) for (const stage of VersionStages) stages.delete(stage);
  versions.set(id, { text, stages: new Set(VersionStages) });
  return { VersionId: id };
}

function move(versions: Map<string, Version>, input: Input): object {
  const { VersionStage: stage = '', RemoveFromVersionId: from = '', MoveToVersionId: to = '' } = input;
  versions.get(from)?.stages.delete(stage);
  versions.get(to)?.stages.add(stage);
  return {};
}

function refusal(type: string): { __type: string; message: string } {
  return { __type: type, message: 'refused' };
}
