import { errorCode } from './error-code.ts';
import { AuthError, type AuthErrorCode } from './errors.ts';
import { redact } from './redact.ts';

/** What a call was about, for its error messages. */
export interface About {
  readonly username: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly flow: string;
  /** Where Cognito is, without credentials. */
  readonly endpoint: string;
}

interface Rule {
  readonly exception: string;
  /** What the message has to say. @defaultValue anything */
  readonly says?: RegExp;
  readonly code: AuthErrorCode;
  readonly message: (about: About, said: string) => string;
}

const flowOff = ({ flow, clientId }: About): string =>
  `App client ${clientId} does not allow ${flow}. Switch on ALLOW_${flow} for it, or choose another flow.`;
const throttled = (): string =>
  'Cognito is throttling sign-ins. Try again later, and share one token store between processes.';
const keys = (what: string) => (): string =>
  `The AWS credentials for this sign-in are not valid. Check ${what}.`;

// Cognito's exceptions by name and words. First match wins.
// Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html#API_InitiateAuth_Errors
const rules: readonly Rule[] = [
  {
    exception: 'NotAuthorizedException',
    says: /secret/i,
    code: 'client-secret',
    message: ({ clientId }, said) =>
      `App client ${clientId}: ${said}. Check the client secret (COGNITO_CLIENT_SECRET).`,
  },
  {
    exception: 'NotAuthorizedException',
    says: /disabled/i,
    code: 'user-disabled',
    message: ({ username }) => `User ${username} is disabled. Enable it in the user pool.`,
  },
  // Before what is said of refresh tokens, for they have a flow of their own.
  {
    exception: 'NotAuthorizedException',
    says: /not enabled|not supported|flow|rotation/i,
    code: 'flow-not-enabled',
    message: flowOff,
  },
  {
    exception: 'NotAuthorizedException',
    says: /refresh token|revoked/i,
    code: 'session-expired',
    message: ({ username }) => `The session of ${username} has ended. Sign in again.`,
  },
  {
    exception: 'RefreshTokenReuseException',
    code: 'session-expired',
    message: ({ username }) =>
      `The session of ${username} has ended: it was renewed elsewhere. Sign in again.`,
  },
  {
    exception: 'CodeMismatchException',
    code: 'wrong-code',
    message: ({ username }) =>
      `The code is not the one that ${username} was asked for. Try again with a new one.`,
  },
  {
    exception: 'EnableSoftwareTokenMFAException',
    code: 'wrong-code',
    message: ({ username }) => `The code is not the one that the app of ${username} shows. Check its clock.`,
  },
  {
    exception: 'ExpiredCodeException',
    code: 'wrong-code',
    message: ({ username }) => `The code for ${username} has expired. Sign in again for a new one.`,
  },
  {
    exception: 'NotAuthorizedException',
    says: /session/i,
    code: 'sign-in-needed',
    message: ({ username }) => `The sign-in of ${username} took too long. Try again.`,
  },
  {
    exception: 'NotAuthorizedException',
    says: /attempts/i,
    code: 'throttled',
    message: ({ username }) =>
      `Too many wrong passwords for ${username}: Cognito has locked the user for a while. Check the password, then wait up to 15 minutes.`,
  },
  {
    exception: 'NotAuthorizedException',
    says: /expired/i,
    code: 'password-reset-required',
    message: ({ username }) =>
      `The temporary password of ${username} has expired. Have an administrator set a new one.`,
  },
  {
    exception: 'NotAuthorizedException',
    code: 'wrong-password',
    message: ({ username }) =>
      `Wrong user name or password for ${username}. Check the password, and that the user is in the user pool.`,
  },
  {
    exception: 'UserNotFoundException',
    code: 'user-not-found',
    message: ({ username, userPoolId }) =>
      `There is no user ${username} in user pool ${userPoolId}. Check the user name.`,
  },
  {
    exception: 'UserNotConfirmedException',
    code: 'user-not-confirmed',
    message: ({ username }) => `User ${username} is not confirmed. Confirm it in the user pool.`,
  },
  {
    exception: 'PasswordResetRequiredException',
    code: 'password-reset-required',
    message: ({ username }) => `User ${username} has to reset the password first.`,
  },
  {
    exception: 'InvalidPasswordException',
    code: 'invalid-new-password',
    message: (_, said) => `The new password is not accepted: ${said}.`,
  },
  {
    exception: 'PasswordHistoryPolicyViolationException',
    code: 'invalid-new-password',
    message: () => 'The new password is not accepted: it was used before.',
  },
  {
    exception: 'InvalidParameterException',
    says: /flow|not enabled|not supported|rotation/i,
    code: 'flow-not-enabled',
    message: flowOff,
  },
  {
    exception: 'ResourceNotFoundException',
    code: 'not-found',
    message: ({ clientId, userPoolId, endpoint }) =>
      `App client ${clientId} or user pool ${userPoolId} is not at ${endpoint}. Check COGNITO_CLIENT_ID, COGNITO_USER_POOL_ID and the region.`,
  },
  {
    exception: 'UserLambdaValidationException',
    code: 'trigger',
    message: ({ username }, said) => `A trigger of the user pool refused ${username}: ${said}.`,
  },
  {
    exception: 'UnexpectedLambdaException',
    code: 'trigger',
    message: (_, said) => `A trigger of the user pool failed: ${said}. Look into its log.`,
  },
  {
    exception: 'InvalidLambdaResponseException',
    code: 'trigger',
    message: (_, said) => `A trigger of the user pool failed: ${said}. Look into its log.`,
  },
  { exception: 'TooManyRequestsException', code: 'throttled', message: throttled },
  { exception: 'LimitExceededException', code: 'throttled', message: throttled },
  { exception: 'ThrottlingException', code: 'throttled', message: throttled },
  {
    exception: 'AccessDeniedException',
    code: 'not-allowed',
    message: (_, said) => `The AWS credentials do not allow this sign-in: ${said}.`,
  },
  {
    exception: 'UnrecognizedClientException',
    code: 'not-allowed',
    message: keys('AWS_ACCESS_KEY_ID or AWS_PROFILE'),
  },
  {
    exception: 'InvalidSignatureException',
    code: 'not-allowed',
    message: keys('AWS_SECRET_ACCESS_KEY and the clock'),
  },
  {
    exception: 'ExpiredTokenException',
    code: 'not-allowed',
    message: keys('AWS_SESSION_TOKEN: it has expired'),
  },
  {
    exception: 'CredentialsProviderError',
    code: 'not-allowed',
    message: () =>
      'This sign-in needs AWS credentials and there are none. Set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
  },
];

/**
 * The error that something thrown by the AWS SDK stands for. A bug stays what it is.
 *
 * @param secrets - What must not be in it, even if the service quotes it.
 * @param values - What was sent, of which what is secret must not be in it either.
 */
export function fromService(
  error: unknown,
  about: About,
  secrets: readonly string[],
  values: Readonly<Record<string, string>> = {},
): unknown {
  if (!(error instanceof Error) || error instanceof AuthError) return error;
  const said = redact(error.message, [...secrets, ...secretsIn(values)]).replace(/\.$/, '');
  const rule = rules.find(
    ({ exception, says }) => exception === error.name && (says === undefined || says.test(said)),
  );
  // The SDK's error holds request and response; what is kept of it is its name and words.
  const cause = Object.assign(new Error(said), { name: error.name });
  const repeated = (metadataOf(error).attempts ?? 1) > 1;
  if (rule) return new AuthError(rule.code, rule.message(about, said), { cause, repeated });
  if ('$fault' in error && error.name !== 'Unknown') {
    return new AuthError('service', `Cognito refused: ${error.name}: ${said}.`, { cause });
  }
  const { httpStatusCode } = metadataOf(error);
  if (httpStatusCode !== undefined) return notCognito(about, httpStatusCode);
  return unreachable(error, about) ?? error;
}

const open = new Set([
  'USERNAME',
  'TIMESTAMP',
  'SRP_A',
  'CHALLENGE_NAME',
  'PREFERRED_CHALLENGE',
  'DEVICE_KEY',
]);

function secretsIn(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    open.has(name) || name.startsWith('userAttributes.') ? [] : [value],
  );
}

function metadataOf(error: object): { httpStatusCode?: number; attempts?: number } {
  return (error as { $metadata?: { httpStatusCode?: number; attempts?: number } }).$metadata ?? {};
}

function notCognito({ endpoint }: About, status: number): AuthError {
  return new AuthError(
    'service',
    `What answers at ${endpoint} (HTTP ${status}) is not Cognito. Check the address, and proxies on the way.`,
  );
}

function unreachable(error: Error, { endpoint }: About): AuthError | undefined {
  const code = errorCode(error) ?? (offline.test(`${error.name}: ${error.message}`) ? error.name : undefined);
  if (code === undefined) return undefined;
  if (untrusted.test(code)) {
    const what = `The certificate of ${endpoint} is not trusted (${code}).`;
    return new AuthError('network', `${what} Name its authority's file in NODE_EXTRA_CA_CERTS.`);
  }
  return new AuthError(
    'network',
    `Cannot reach Cognito at ${endpoint} (${code}). Check the address and the network.`,
    { cause: new Error(`The connection failed with ${code}.`) },
  );
}

// What OpenSSL and Node say of certificates.
const untrusted = /^(?:CERT_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_)/;

// What has no code: the SDK's own timeouts, and a browser's fetch.
const offline =
  /^(TimeoutError|AbortError|TypeError: (Failed to fetch|fetch failed|Load failed|NetworkError))/;
