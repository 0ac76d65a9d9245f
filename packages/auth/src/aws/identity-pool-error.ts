import { AuthError, type AuthErrorCode } from '../errors.ts';
import { redact } from '../redact.ts';

interface Rule {
  readonly exception: string;
  readonly says?: RegExp;
  readonly code: AuthErrorCode;
  readonly message: (pool: string, said: string) => string;
}

// Cognito's exceptions by name and words. First match wins.
// Source: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html#API_GetCredentialsForIdentity_Errors
const rules: readonly Rule[] = [
  {
    exception: 'NotAuthorizedException',
    says: /unauthenticated access/i,
    code: 'sign-in-needed',
    message: (pool) => `Identity pool ${pool} takes no guests. Sign in first.`,
  },
  {
    exception: 'NotAuthorizedException',
    says: /expired/i,
    code: 'session-expired',
    message: () => 'The token that was brought to the identity pool has expired. Sign in again.',
  },
  {
    exception: 'NotAuthorizedException',
    code: 'not-allowed',
    message: (pool, said) =>
      `Identity pool ${pool} does not take this token: ${said}. Check that it trusts the user pool and the app client.`,
  },
  {
    exception: 'InvalidIdentityPoolConfigurationException',
    code: 'not-allowed',
    message: (pool) =>
      `Identity pool ${pool} has no role for this caller. Set its roles, and whom they trust.`,
  },
  {
    exception: 'ResourceNotFoundException',
    code: 'not-found',
    message: (pool) =>
      `There is no identity pool ${pool}, or the identity is gone. Check its id and the region.`,
  },
  {
    exception: 'TooManyRequestsException',
    code: 'throttled',
    message: () => 'Cognito is throttling the identity pool. Try again later.',
  },
];

/** The error that a refusal of an identity pool stands for. A bug stays what it is. */
export function fromIdentityPool(
  error: unknown,
  pool: string,
  url: string,
  secrets: readonly string[],
): unknown {
  if (!(error instanceof Error) || error instanceof AuthError) return error;
  const said = redact(error.message, secrets).replace(/\.$/, '');
  const rule = rules.find(
    ({ exception, says }) => exception === error.name && (says === undefined || says.test(said)),
  );
  const cause = Object.assign(new Error(said), { name: error.name });
  if (rule) return new AuthError(rule.code, rule.message(pool, said), { cause });
  if ('$fault' in error) {
    return new AuthError('service', `The identity pool refused: ${error.name}: ${said}.`, { cause });
  }
  const { host } = new URL(url);
  return new AuthError('service', `What answers at ${host} is not Cognito. Check the address.`, { cause });
}
