import type * as credentialProviders from '@aws-sdk/credential-providers';
import type { AwsIdentity } from '../aws-credentials.ts';
import { errorCode } from '../error-code.ts';
import { AuthError } from '../errors.ts';

/** Whose AWS credentials. */
export interface ChainOptions {
  /** @defaultValue `AWS_PROFILE`, else `default` */
  readonly profile?: string;
}

/**
 * AWS credentials as every AWS tool finds them: environment, SSO, profiles, web identity, container, instance. For `iamSource`
 * and for `ADMIN_USER_PASSWORD_AUTH`. The library is loaded when they are first wanted.
 *
 * @throws AuthError `not-allowed` when there are none.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function awsChain({ profile }: ChainOptions = {}): () => Promise<AwsIdentity> {
  return lazily(
    ({ fromNodeProviderChain }) => fromNodeProviderChain(profile === undefined ? {} : { profile }),
    (name) =>
      `There are no AWS credentials${profile === undefined ? '' : ` for profile ${profile}`} (${name}). Set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign in with \`aws sso login\`.`,
  );
}

/** Which role to take. */
export interface AssumeRoleOptions {
  readonly roleArn: string;
  readonly region: string;
  /** Who takes it. @defaultValue {@link awsChain} */
  readonly credentials?: () => Promise<AwsIdentity>;
  /** Shown in CloudTrail. @defaultValue `postern` */
  readonly sessionName?: string;
  readonly externalId?: string;
  /** Between 900 and 43,200. @defaultValue `3600` */
  readonly durationSeconds?: number;
  /** STS's. @defaultValue AWS's own of the region */
  readonly endpoint?: string;
}

/**
 * Credentials of a role that somebody else takes on.
 *
 * @throws AuthError `not-allowed` when it may not be taken.
 */
export function assumedRole(options: AssumeRoleOptions): () => Promise<AwsIdentity> {
  const { roleArn: RoleArn, region, sessionName = 'postern', externalId, durationSeconds = 3600 } = options;
  const params = {
    RoleArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  };
  return lazily(
    ({ fromTemporaryCredentials }) =>
      fromTemporaryCredentials({
        masterCredentials: options.credentials ?? awsChain(),
        params,
        clientConfig: { region, ...endpointOf(options) },
      }),
    (name) => `Role ${RoleArn} cannot be taken on (${name}). Check its trust policy, and who takes it.`,
  );
}

/**
 * Turns an OpenID token into credentials of a role that trusts its issuer: for `identityPoolCredentials({ basic })`.
 *
 * @throws AuthError `not-allowed` when the role does not trust the token.
 */
export function webIdentity(
  options: Pick<AssumeRoleOptions, 'roleArn' | 'region' | 'sessionName' | 'endpoint'>,
): (token: string) => Promise<AwsIdentity> {
  const { roleArn, region, sessionName: roleSessionName = 'postern' } = options;
  return (webIdentityToken) =>
    lazily(
      ({ fromWebToken }) =>
        fromWebToken({
          roleArn,
          roleSessionName,
          webIdentityToken,
          clientConfig: { region, ...endpointOf(options) },
        }),
      (name) => `Role ${roleArn} does not take this identity (${name}). Check its trust policy.`,
    )();
}

function endpointOf({ endpoint }: { readonly endpoint?: string }): { endpoint?: string } {
  return endpoint === undefined ? {} : { endpoint };
}

type Providers = typeof credentialProviders;

function lazily(
  make: (providers: Providers) => () => Promise<AwsIdentity>,
  explain: (name: string) => string,
): () => Promise<AwsIdentity> {
  let provider: (() => Promise<AwsIdentity>) | undefined;
  return async () => {
    provider ??= make(await import('@aws-sdk/credential-providers'));
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        ...(expiration === undefined ? {} : { expiration }),
      };
    } catch (error) {
      if (error instanceof AuthError) throw error;
      // What a provider says may quote the answer of a command or of an endpoint, with keys in it: only its name is kept.
      const name = errorCode(error) ?? (error instanceof Error ? error.name : 'unknown');
      throw new AuthError('not-allowed', explain(name), { cause: new Error(name) });
    }
  };
}
