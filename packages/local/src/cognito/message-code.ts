import { afterSecondFactor } from './after-second-factor.ts';
import { isAnswerer } from './answerer.ts';
import { checkSecretHash } from './app-client.ts';
import { challengedUser } from './challenged-user.ts';
import type { AppClient, User } from './entities.ts';
import { CognitoException, invalidSession } from './exception.ts';
import type { Pool } from './pool.ts';
import { attributeOf } from './second-factors.ts';
import { finish, parameter } from './sign-in.ts';

const triesAtMost = 3;

/** Takes a code that was sent by email or text message, as the first factor of a sign-in or as its second. */
export async function answerMessageCode(
  pool: Pool,
  client: AppClient,
  name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP',
  responses: Readonly<Record<string, string>>,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const given = parameter(responses, `${name}_CODE`);
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const challenge = pool.sessions.take(session, name, client.id);
  if (!isAnswerer(pool, challenge.username, username)) throw invalidSession();
  const user = challenge.code === undefined ? undefined : challengedUser(pool, challenge.username, username);
  if (!user || challenge.code !== given) {
    if (challenge.tries + 1 < triesAtMost)
      pool.sessions.reopen(session, { ...challenge, tries: challenge.tries + 1 });
    throw new CognitoException('CodeMismatchException', 'Invalid code or auth state for the user.');
  }
  const proven = withVerified(pool, user, name, challenge.newEmail);
  return challenge.isFirstFactor
    ? finish(pool, client, proven, responses.DEVICE_KEY)
    : afterSecondFactor(pool, client, proven, challenge, session);
}

// Whoever brings the code back has the address. One that is new is the second factor from now on, as an app would be.
function withVerified(
  pool: Pool,
  user: User,
  name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP',
  newEmail: string | undefined,
): User {
  const brought = newEmail === undefined ? {} : { email: newEmail };
  const attributes = { ...user.attributes, ...brought, [`${attributeOf(name)}_verified`]: 'true' };
  const factor =
    newEmail === undefined
      ? {}
      : { messageFactors: { ...user.messageFactors, EMAIL_OTP: { preferred: true } } };
  pool.store.updateUser(user.username, { attributes, ...factor }, pool.now());
  return { ...user, attributes, ...factor };
}
