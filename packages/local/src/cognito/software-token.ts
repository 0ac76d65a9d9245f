import type { SoftwareToken, User } from './entities.ts';
import { CognitoException, invalidParameter, invalidSession } from './exception.ts';
import { optionalString, requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import { makeTotpSecret, totpStep } from './totp.ts';
import type { TokenVerifier } from './verify-token.ts';

// Whoever sets a second factor up: signed in, or on the way there with a session.
async function setter(
  pool: Pool,
  verify: TokenVerifier,
  input: Input,
): Promise<{ user: User; session: string | undefined }> {
  const session = optionalString(input, 'Session');
  if (optionalString(input, 'AccessToken') !== undefined) {
    return { user: await signedInUser(pool, verify, input), session: undefined };
  }
  if (session === undefined) throw invalidParameter('Either AccessToken or Session must be provided');
  const { username } = pool.sessions.look(session, 'MFA_SETUP');
  const user = pool.store.user(username);
  if (!user) throw invalidSession();
  return { user, session };
}

/** `AssociateSoftwareToken`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html */
export async function associateSoftwareToken(
  pool: Pool,
  verify: TokenVerifier,
  input: Input,
): Promise<object> {
  const { user, session } = await setter(pool, verify, input);
  const pending = makeTotpSecret();
  change(pool, user, { pending });
  return { SecretCode: pending, ...(session === undefined ? {} : { Session: pool.sessions.renew(session) }) };
}

/** `VerifySoftwareToken`: from now on the app's codes are this user's. */
export async function verifySoftwareToken(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const { user, session } = await setter(pool, verify, input);
  const code = requiredString(input, 'UserCode', /^[0-9]+$/);
  const pending = user.softwareToken?.pending;
  if (pending === undefined) throw invalidParameter('Software token has not been associated.');
  const step = await totpStep(pending, code, pool.now());
  if (step === undefined) throw new CognitoException('EnableSoftwareTokenMFAException', 'Code mismatch');
  const friendly = optionalString(input, 'FriendlyDeviceName');
  change(pool, user, {
    secret: pending,
    pending: undefined,
    deviceName: friendly,
    // Set up on the way in: it is what the pool asks for.
    ...(session === undefined ? {} : { enabled: true, preferred: true }),
  });
  if (session === undefined) return { Status: 'SUCCESS' };
  return { Status: 'SUCCESS', Session: pool.sessions.renew(session, { isVerified: true }) };
}

function change(pool: Pool, user: User, changed: Partial<Record<keyof SoftwareToken, unknown>>): void {
  const softwareToken = { ...user.softwareToken, ...changed } as SoftwareToken;
  pool.store.updateUser(user.username, { softwareToken }, pool.now());
}

/**
 * Checks a code of a user's app, each of which is good once.
 *
 * @throws CognitoException `CodeMismatchException` or `ExpiredCodeException`.
 */
export async function checkSoftwareToken(pool: Pool, user: User, code: string): Promise<void> {
  const step = await totpStep(user.softwareToken?.secret ?? '', code, pool.now());
  if (step === undefined)
    throw new CognitoException('CodeMismatchException', 'Invalid code received for user');
  if (step <= (user.softwareToken?.lastStep ?? 0)) {
    throw new CognitoException('ExpiredCodeException', 'Your software token has already been used once.');
  }
  change(pool, user, { lastStep: step });
}
