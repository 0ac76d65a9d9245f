import { AuthError, type AuthErrorCode } from './errors.ts';

/** What a sign-in was about, for its error messages. */
export interface About {
  readonly username: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly flow: string;
  /** Where Cognito is, without credentials. */
  readonly endpoint: string;
}

type Rule = readonly [
  name: string,
  message: RegExp,
  code: AuthErrorCode,
  say: (about: About, said: string) => string,
];

// Cognito's exceptions by name and words. First match wins.
// Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html#API_InitiateAuth_Errors
const rules: readonly Rule[] = [
  [
    'NotAuthorizedException',
    /secret/i,
    'client-secret',
    ({ clientId }, said) =>
      `App client ${clientId}: ${said}. Check the client secret (COGNITO_CLIENT_SECRET).`,
  ],
  [
    'NotAuthorizedException',
    /disabled/i,
    'user-disabled',
    ({ username }) => `User ${username} is disabled. Enable it in the user pool.`,
  ],
  [
    'NotAuthorizedException',
    /refresh token|revoked/i,
    'sign-in-needed',
    ({ username }) => `The session of ${username} has ended. Sign in again.`,
  ],
  ['NotAuthorizedException', /flow|not enabled/i, 'flow-not-enabled', flowNotEnabled],
  [
    'NotAuthorizedException',
    /session/i,
    'sign-in-needed',
    ({ username }) => `The sign-in of ${username} took too long. Try again.`,
  ],
  [
    'NotAuthorizedException',
    /./,
    'wrong-password',
    ({ username }) =>
      `Wrong user name or password for ${username}. Check the password, and that the user is in the user pool.`,
  ],
  [
    'UserNotFoundException',
    /./,
    'user-not-found',
    ({ username, userPoolId }) =>
      `There is no user ${username} in user pool ${userPoolId}. Check the user name.`,
  ],
  [
    'UserNotConfirmedException',
    /./,
    'user-not-confirmed',
    ({ username }) => `User ${username} is not confirmed. Confirm it in the user pool.`,
  ],
  [
    'PasswordResetRequiredException',
    /./,
    'password-reset-required',
    ({ username }) => `User ${username} has to reset the password first.`,
  ],
  [
    'InvalidPasswordException',
    /./,
    'invalid-new-password',
    (_, said) => `The new password is not accepted: ${said}.`,
  ],
  ['InvalidParameterException', /flow/i, 'flow-not-enabled', flowNotEnabled],
  [
    'ResourceNotFoundException',
    /./,
    'not-found',
    ({ clientId, userPoolId, endpoint }) =>
      `App client ${clientId} or user pool ${userPoolId} is not at ${endpoint}. Check COGNITO_CLIENT_ID, COGNITO_USER_POOL_ID and the region.`,
  ],
  [
    'TooManyRequestsException',
    /./,
    'throttled',
    () => 'Cognito is throttling sign-ins. Try again later, and share one token store between processes.',
  ],
  [
    'AccessDeniedException',
    /./,
    'not-allowed',
    (_, said) => `The AWS credentials do not allow this sign-in: ${said}`,
  ],
  [
    'UnrecognizedClientException',
    /./,
    'not-allowed',
    () => 'The AWS credentials for this sign-in are not valid. Check AWS_ACCESS_KEY_ID or AWS_PROFILE.',
  ],
  [
    'InvalidSignatureException',
    /./,
    'not-allowed',
    () => 'The AWS credentials for this sign-in are not valid. Check AWS_SECRET_ACCESS_KEY and the clock.',
  ],
  [
    'CredentialsProviderError',
    /./,
    'not-allowed',
    () => 'This sign-in needs AWS credentials and there are none. Set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
  ],
];

function flowNotEnabled({ flow, clientId }: About): string {
  return `App client ${clientId} does not allow ${flow}. Switch on ALLOW_${flow}, or choose another flow.`;
}

/** The error that something thrown by the AWS SDK stands for. */
export function fromService(error: unknown, about: About): AuthError {
  if (error instanceof AuthError) return error;
  const name = error instanceof Error ? error.name : '';
  const said = error instanceof Error ? error.message.replace(/\.$/, '') : '';
  const rule = rules.find(([type, words]) => type === name && words.test(said));
  if (rule) return new AuthError(rule[2], rule[3](about, said));
  if (isService(error)) return new AuthError('service', `Cognito refused the sign-in: ${name}: ${said}.`);
  const code = codeOf(error);
  return new AuthError(
    'network',
    `Cannot reach Cognito at ${about.endpoint}${code ? ` (${code})` : ''}. Check the address and the network.`,
    {
      cause: code,
    },
  );
}

function isService(error: unknown): boolean {
  return error instanceof Error && '$fault' in error;
}

function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError) return codeOf(at.errors[0]);
  }
  return undefined;
}
