import { AuthError } from './errors.ts';

/** What a request to AWS is signed with. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they end; a provider function is asked again before. @defaultValue never */
  readonly expiration?: Date;
}

/**
 * AWS credentials, or a function that gets them: `awsChain()` and `assumedRole()` of `@postern/auth/node`,
 * `identityPoolCredentials()`, or any of `@aws-sdk/credential-providers`.
 */
export type AwsCredentials = AwsIdentity | (() => Promise<AwsIdentity>);

// AWS's own clients renew credentials five minutes ahead.
const renewAheadMs = 5 * 60_000;

/**
 * Asks a provider function once for any number of callers, and again when its credentials are about to end, or when `renew` was
 * called with an `Authorization` header that they signed and that was refused.
 *
 * @throws AuthError `not-allowed` when the function fails and there are none that last.
 */
export function credentialsProvider(
  credentials: AwsCredentials,
  now: () => number,
): { get: () => Promise<AwsIdentity>; renew: (refused: string | undefined) => void } {
  if (typeof credentials !== 'function') {
    return { get: () => Promise.resolve(credentials), renew: () => undefined };
  }
  let current: AwsIdentity | undefined;
  let inFlight: Promise<AwsIdentity> | undefined;
  const ask = async (): Promise<AwsIdentity> => {
    try {
      return (current = await credentials());
    } catch (error) {
      // Those that are to be renewed ahead are good until they end.
      if (current && endOf(current) > now()) return current;
      throw noCredentials(error);
    } finally {
      inFlight = undefined;
    }
  };
  const endOf = ({ expiration }: AwsIdentity): number => expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  const lasts = (identity: AwsIdentity): boolean => endOf(identity) - renewAheadMs > now();
  return {
    get: () => (current && lasts(current) ? Promise.resolve(current) : (inFlight ??= ask())),
    renew: (refused) => {
      if (current && refused?.includes(`Credential=${current.accessKeyId}/`)) current = undefined;
    },
  };
}

// What a provider says may quote the answer of a command or of an endpoint, with keys in it: only its name is kept.
function noCredentials(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  return new AuthError(
    'not-allowed',
    `There are no AWS credentials to sign with (${name}). Set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign in with \`aws sso login\`.`,
    { cause: new Error(`The credentials provider failed with ${name}.`) },
  );
}
