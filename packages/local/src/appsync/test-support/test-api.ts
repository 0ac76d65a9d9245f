import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../../sigv4/principal.ts';
import { NodeSha256 } from '../../sigv4/node-hash.ts';
import { startLocal, type Local, type LocalOptions } from '../../start-local.ts';

/** The workspace's own schema. */
export const workspaceSchema = readFileSync(
  join(import.meta.dirname, '../../../../../graphql/schema.graphql'),
  'utf8',
);

/** What came back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly Record<string, unknown>[];
}

/** Headers, or what makes them for a body. */
export type Auth =
  Readonly<Record<string, string>> | ((body: string, path?: string) => Promise<Record<string, string>>);

/** A local backend with ways to ask it. */
export interface TestApi {
  readonly local: Local;
  /** Signs one of the backend's users in with the password, over HTTP. */
  tokens(username: string): Promise<{ AccessToken: string; IdToken: string; RefreshToken: string }>;
  /** The `Authorization` header of a signed-in user. */
  as(username: string): Promise<Auth>;
  /** SigV4, by AWS's own signer. */
  signed(credentials: AwsCredentials, scope?: { service?: string; region?: string; at?: Date }): Auth;
  ask(auth: Auth, query: string, variables?: object): Promise<Answer>;
  /** Sends a body as it is. */
  post(auth: Auth, body: string): Promise<Answer>;
}

/** Starts a local backend on a real socket. */
export async function startTestApi(options: Partial<LocalOptions> = {}): Promise<TestApi> {
  const local = await startLocal({ schema: workspaceSchema, ...options });
  const post = async (auth: Auth, body: string): Promise<Answer> => {
    const headers = typeof auth === 'function' ? await auth(body) : auth;
    const response = await fetch(local.graphqlEndpoint, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
    return { status: response.status, headers: response.headers, data, errors: errors ?? [] };
  };
  const tokens: TestApi['tokens'] = (username) => signIn(local, username);
  const known = new Map<string, Promise<Auth>>();
  const as = (username: string): Promise<Auth> => {
    const auth =
      known.get(username) ?? tokens(username).then(({ AccessToken }) => ({ authorization: AccessToken }));
    known.set(username, auth);
    return auth;
  };
  return {
    local,
    tokens,
    as,
    signed: (credentials, scope) => (body, path) => sign(local, credentials, body, scope, path),
    ask: (auth, query, variables) => post(auth, JSON.stringify({ query, variables })),
    post,
  };
}

async function signIn(
  { cognitoEndpoint, clients, users }: Local,
  username: string,
): Promise<{ AccessToken: string; IdToken: string; RefreshToken: string }> {
  const password = users.find((user) => user.username === username)?.password;
  const response = await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clients.public.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const { AuthenticationResult } = (await response.json()) as {
    AuthenticationResult: Awaited<ReturnType<typeof signIn>>;
  };
  return AuthenticationResult;
}

async function sign(
  { graphqlEndpoint, region }: Local,
  credentials: AwsCredentials,
  body: string,
  scope: { service?: string; region?: string; at?: Date } = {},
  path = '/graphql',
): Promise<Record<string, string>> {
  const { host, hostname } = new URL(graphqlEndpoint);
  const signer = new SignatureV4({
    credentials,
    region: scope.region ?? region,
    service: scope.service ?? 'appsync',
    sha256: NodeSha256,
  });
  const headers = { host, 'content-type': 'application/json' };
  const { headers: signedHeaders } = await signer.sign(
    { method: 'POST', protocol: 'http:', hostname, path, headers, body },
    { signingDate: scope.at ?? new Date() },
  );
  return Object.fromEntries(Object.entries(signedHeaders).filter(([name]) => name !== 'host'));
}

/** What a caller got: `ok`, `empty`, `denied` (a field), `refused` (the request) or an error's own type. */
export function outcome({ status, data, errors }: Answer): string {
  const [error] = errors;
  if (status !== 200) return `refused ${status}`;
  if (error?.errorType === 'Unauthorized') return 'denied';
  if (error) return String(error.errorType ?? error.message);
  const [first] = Object.values(data ?? {});
  const items = (first as { items?: unknown[] } | null)?.items;
  return first === null || items?.length === 0 ? 'empty' : 'ok';
}
