import http from 'node:http';
import https from 'node:https';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsCredentials } from '../aws-credentials.ts';
import { credentialsProvider } from '../aws-credentials.ts';
import { errorCode } from '../error-code.ts';
import { AuthError, type AuthErrorCode } from '../errors.ts';

/** Which secret of AWS Secrets Manager, and as whom it is read. */
export interface AwsSecretOptions {
  /** Its ARN or name. */
  readonly secretId: string;
  /** For a name; an ARN has its own. */
  readonly region?: string;
  /** @defaultValue the SDK's provider chain */
  readonly credentials?: AwsCredentials;
  /** @defaultValue AWS's own of the region */
  readonly endpoint?: string;
}

/** A version of a secret. */
export interface SecretVersion {
  readonly id: string;
  readonly text: string;
}

/** One secret. Each call throws AuthError. */
export interface AwsSecret {
  /** @returns undefined where no version has the label. */
  get(stage: string): Promise<SecretVersion | undefined>;
  /**
   * Adds a version.
   *
   * @returns false where there is one of that id with other content.
   */
  put(text: string, stage: string, id?: string): Promise<boolean>;
  /** Moves a label from one version to another. */
  move(stage: string, from: string | undefined, to: string | undefined): Promise<void>;
}

/** Connects to Secrets Manager when the first call is made. @throws AuthError `not-configured` without a region. */
export function openAwsSecret(options: AwsSecretOptions): AwsSecret {
  const { secretId: SecretId } = options;
  const region = /^arn:[\w-]+:secretsmanager:([\w-]+):/.exec(SecretId)?.[1] ?? options.region;
  if (region === undefined) {
    throw new AuthError(
      'not-configured',
      `The option region is missing, and ${SecretId} is no ARN that has one.`,
    );
  }
  let connecting: ReturnType<typeof connect> | undefined;
  const call = async <Result>(
    work: (connection: Awaited<ReturnType<typeof connect>>) => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await work(await (connecting ??= connect(options, region)));
    } catch (error) {
      throw fromSecretsManager(error, SecretId);
    }
  };
  return {
    get: (VersionStage) =>
      call(async ({ sdk, client }) => {
        try {
          const found = await client.send(new sdk.GetSecretValueCommand({ SecretId, VersionStage }));
          if (found.SecretString === undefined) throw binary(SecretId);
          return { id: found.VersionId ?? '', text: found.SecretString };
        } catch (error) {
          // Without the label, rather than without the secret.
          if (VersionStage !== 'AWSCURRENT' && nameOf(error) === 'ResourceNotFoundException')
            return undefined;
          throw error;
        }
      }),
    put: (SecretString, stage, ClientRequestToken = crypto.randomUUID()) =>
      call(async ({ sdk, client }) => {
        const input = { SecretId, SecretString, ClientRequestToken, VersionStages: [stage] };
        try {
          await client.send(new sdk.PutSecretValueCommand(input));
          return true;
        } catch (error) {
          if (nameOf(error) === 'ResourceExistsException') return false;
          throw error;
        }
      }),
    move: (VersionStage, from, to) =>
      call(async ({ sdk, client }) => {
        await client.send(
          new sdk.UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage,
            ...(from === undefined ? {} : { RemoveFromVersionId: from }),
            ...(to === undefined ? {} : { MoveToVersionId: to }),
          }),
        );
      }),
  };
}

async function connect({ credentials, endpoint }: AwsSecretOptions, region: string) {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client: SecretsManagerClient = new sdk.SecretsManagerClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: credentialsProvider(credentials, Date.now).get }),
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
      // Node's own, which go through the proxies that it was told of; the SDK's would go past them.
      httpAgent: http.globalAgent,
      httpsAgent: https.globalAgent,
    },
  });
  return { sdk, client };
}

const rules: Readonly<Record<string, readonly [AuthErrorCode, string]>> = {
  ResourceNotFoundException: ['not-found', 'is not there. Check its name or ARN, and the region'],
  AccessDeniedException: [
    'not-allowed',
    'may not be used by these AWS credentials. Allow secretsmanager:GetSecretValue (and PutSecretValue to change it)',
  ],
  DecryptionFailure: ['not-allowed', 'cannot be decrypted. Allow kms:Decrypt with its key'],
  UnrecognizedClientException: ['not-allowed', 'cannot be read: the AWS credentials are not valid'],
  InvalidSignatureException: ['not-allowed', 'cannot be read: the AWS credentials are not valid'],
  ExpiredTokenException: ['not-allowed', 'cannot be read: the AWS credentials have expired'],
  CredentialsProviderError: ['not-allowed', 'needs AWS credentials and there are none. Set AWS_PROFILE'],
  ThrottlingException: ['throttled', 'is asked for too often. Try again later'],
};

// Neither message nor cause has what the service said: it may quote a value.
function fromSecretsManager(error: unknown, secretId: string): unknown {
  if (error instanceof AuthError || !(error instanceof Error)) return error;
  const cause = new Error(error.name);
  const [code, what] = rules[error.name] ?? [];
  if (code !== undefined) return new AuthError(code, `Secret ${secretId} ${what}.`, { cause });
  const unreachable = errorCode(error) ?? (error.name === 'TimeoutError' ? error.name : undefined);
  if (unreachable !== undefined) {
    const message = `Cannot reach AWS Secrets Manager (${unreachable}). Check the region and the network.`;
    return new AuthError('network', message, { cause });
  }
  return new AuthError('service', `AWS Secrets Manager refused secret ${secretId}: ${error.name}.`, {
    cause,
  });
}

function binary(secretId: string): AuthError {
  return new AuthError('not-configured', `Secret ${secretId} is binary. Put a text in, or a JSON object.`);
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
