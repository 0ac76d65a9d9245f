import { checkSecretHash } from './app-client.ts';
import type { AppClient, User } from './entities.ts';
import { invalidSession } from './exception.ts';
import type { Pool } from './pool.ts';
import { complete, findUser, parameter } from './sign-in.ts';
import { checkSoftwareToken } from './software-token.ts';

// After that many wrong codes the sign-in begins anew.
const triesAtMost = 3;

/** Takes the answer to a challenge for a second factor. */
export async function answerSecondFactor(
  pool: Pool,
  client: AppClient,
  name: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
  responses: Readonly<Record<string, string>>,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  parameter({ Session: session }, 'Session');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  if (name === 'MFA_SETUP') {
    const { isVerified, ...challenge } = pool.sessions.take(session, name, client.id);
    if (!isVerified) throw invalidSession();
    return complete(pool, client, challenged(pool, client, challenge.username, username));
  }
  const code = parameter(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  const challenge = pool.sessions.take(session, name, client.id);
  const user = challenged(pool, client, challenge.username, username);
  try {
    await checkSoftwareToken(pool, user, code);
  } catch (error) {
    // The same session may be tried again, a few times.
    if (challenge.tries + 1 < triesAtMost)
      pool.sessions.reopen(session, { ...challenge, tries: challenge.tries + 1 });
    throw error;
  }
  return complete(pool, client, user);
}

function challenged(pool: Pool, client: AppClient, name: string, claimed: string): User {
  const user = findUser(pool, client, name);
  if (!user || pool.store.user(claimed)?.sub !== user.sub) throw invalidSession();
  return user;
}
