import { checkSecretHash } from './app-client.ts';
import { challengedUser } from './challenged-user.ts';
import type { AppClient, User } from './entities.ts';
import { CognitoException, invalidSession } from './exception.ts';
import type { Pool } from './pool.ts';
import { attributeOf } from './second-factors.ts';
import { afterFactors, finish, parameter } from './sign-in.ts';

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
  if (challenge.code === undefined && username !== challenge.username) throw invalidSession();
  const user =
    challenge.code === undefined ? undefined : challengedUser(pool, client, challenge.username, username);
  if (!user || challenge.code !== given) {
    if (challenge.tries + 1 < triesAtMost)
      pool.sessions.reopen(session, { ...challenge, tries: challenge.tries + 1 });
    throw new CognitoException('CodeMismatchException', 'Invalid code or auth state for the user.');
  }
  const proven = withVerified(pool, user, name);
  return challenge.isFirstFactor
    ? finish(pool, client, proven, responses.DEVICE_KEY)
    : afterFactors(pool, client, proven, challenge.deviceKey, session);
}

// Whoever brings the code back has the address.
function withVerified(pool: Pool, user: User, name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP'): User {
  const attributes = { ...user.attributes, [`${attributeOf(name)}_verified`]: 'true' };
  pool.store.updateUser(user.username, { attributes }, pool.now());
  return { ...user, attributes };
}
