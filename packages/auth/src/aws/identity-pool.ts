import type { AwsIdentity } from '../aws-credentials.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { callAwsJson } from '../aws-json.ts';
import { claimsOf } from '../claims.ts';
import { ServerClock } from '../clock.ts';
import { AuthError } from '../errors.ts';
import type { Tokens } from '../tokens.ts';
import { fromIdentityPool } from './identity-pool-error.ts';

/** Who somebody is to an identity pool, by the token of a provider that it trusts. */
export interface Login {
  /** Such as `cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC123`. */
  readonly provider: string;
  readonly token: string;
}

/** How to get AWS credentials from an identity pool. */
export interface IdentityPoolOptions {
  readonly region: string;
  readonly identityPoolId: string;
  /** Asked each time that credentials are wanted. @defaultValue a guest */
  readonly login?: () => Promise<Login>;
  /**
   * The role to take where the pool lets its users choose.
   *
   * @defaultValue the one that the pool chooses
   */
  readonly roleArn?: string;
  /** Keeps a guest's identity, so that the next start is the same guest. @defaultValue a new guest each time */
  readonly identity?: { read(): Promise<string | undefined>; write(identityId: string): Promise<void> };
  /** @defaultValue AWS's own of the region */
  readonly endpoint?: string;
  /**
   * Turns an OpenID token of the pool into credentials: the basic flow, where the caller names the role. `webIdentity` of
   * `@postern/auth/node` does.
   *
   * @defaultValue the enhanced flow: the identity pool gives credentials itself
   */
  readonly basic?: (token: string) => Promise<AwsIdentity>;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/**
 * Gets AWS credentials from an identity pool, for a guest or for somebody who is signed in. `iamSource` takes them as they are,
 * and asks again before they end.
 *
 * @throws AuthError
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 * @example
 * ```ts
 * const guest = iamSource({ region, credentials: identityPoolCredentials({ region, identityPoolId }) });
 * const login = userPoolLogin(source);
 * const ann = iamSource({ region, credentials: identityPoolCredentials({ region, identityPoolId, login }) });
 * ```
 */
export function identityPoolCredentials(options: IdentityPoolOptions): () => Promise<AwsIdentity> {
  const { region, identityPoolId, roleArn, identity, basic } = options;
  if (!/^[\w-]+:[0-9a-f-]+$/.test(identityPoolId)) {
    const shape = 'an identity pool’s id looks like eu-west-1:01234567-89ab-cdef-0123-456789abcdef';
    throw new AuthError('not-configured', `The option identityPoolId is "${identityPoolId}"; ${shape}.`);
  }
  const url = options.endpoint ?? awsEndpoint('cognito-identity', region);
  const clock = new ServerClock(options.now);
  const call = async <Output>(action: string, input: object, secrets: readonly string[]): Promise<Output> => {
    try {
      const target = `AWSCognitoIdentityService.${action}`;
      return (await callAwsJson({ url, target, input }, clock)) as Output;
    } catch (error) {
      throw fromIdentityPool(error, identityPoolId, url, secrets);
    }
  };
  const findIdentity = async (logins: object, secrets: readonly string[]): Promise<string> => {
    const known = secrets.length === 0 ? await identity?.read() : undefined;
    if (known !== undefined) return known;
    const found = await call<{ IdentityId?: string }>(
      'GetId',
      { IdentityPoolId: identityPoolId, ...logins },
      secrets,
    );
    const { IdentityId = '' } = found;
    if (secrets.length === 0) await identity?.write(IdentityId);
    return IdentityId;
  };
  return async () => {
    const login = await options.login?.();
    const Logins = login ? { Logins: { [login.provider]: login.token } } : {};
    const secrets = login ? [login.token] : [];
    const IdentityId = await findIdentity(Logins, secrets);
    if (basic) {
      const { Token = '' } = await call<{ Token?: string }>(
        'GetOpenIdToken',
        { IdentityId, ...Logins },
        secrets,
      );
      return basic(Token);
    }
    const role = roleArn === undefined ? {} : { CustomRoleArn: roleArn };
    const input = { IdentityId, ...Logins, ...role };
    const { Credentials } = await call<{ Credentials?: PoolCredentials }>(
      'GetCredentialsForIdentity',
      input,
      secrets,
    );
    return identityOf(Credentials, clock);
  };
}

interface PoolCredentials {
  readonly AccessKeyId?: string;
  readonly SecretKey?: string;
  readonly SessionToken?: string;
  /** Seconds since the epoch. */
  readonly Expiration?: number;
}

function identityOf(credentials: PoolCredentials = {}, clock: ServerClock): AwsIdentity {
  const { AccessKeyId: accessKeyId, SecretKey: secretAccessKey, SessionToken, Expiration } = credentials;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new AuthError(
      'service',
      'The identity pool sent no credentials. Check that the endpoint is Cognito’s.',
    );
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    // By the local clock, which is what whoever signs looks at.
    ...(Expiration === undefined ? {} : { expiration: new Date(Expiration * 1000 - clock.skewMs) }),
  };
}

/** Is to an identity pool whoever a user pool source is. */
export function userPoolLogin(source: { tokens(): Promise<Tokens> }): () => Promise<Login> {
  return async () => {
    const { idToken } = await source.tokens();
    const { iss = '' } = claimsOf(idToken);
    return { provider: iss.replace(/^https:\/\//, ''), token: idToken };
  };
}
