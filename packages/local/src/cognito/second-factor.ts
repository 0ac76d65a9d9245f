import { afterSecondFactor } from './after-second-factor.ts';
import { askFactor } from './ask-second-factor.ts';
import { checkSecretHash } from './app-client.ts';
import { challengedUser } from './challenged-user.ts';
import type { AppClient } from './entities.ts';
import { invalidParameter, invalidSession } from './exception.ts';
import type { Pool } from './pool.ts';
import { poolFactors } from './second-factors.ts';
import { parameter } from './sign-in.ts';
import { checkSoftwareToken } from './software-token.ts';
import { checkAttribute } from './user-attributes.ts';

type Responses = Readonly<Record<string, string>>;

// After that many wrong codes the sign-in begins anew.
const triesAtMost = 3;

/** Takes the code of an authenticator app. */
export async function answerSoftwareToken(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const code = parameter(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const challenge = pool.sessions.take(session, 'SOFTWARE_TOKEN_MFA', client.id);
  const user = challengedUser(pool, challenge.username, username);
  try {
    await checkSoftwareToken(pool, user, code);
  } catch (error) {
    // The same session may be tried again, a few times.
    if (challenge.tries + 1 < triesAtMost)
      pool.sessions.reopen(session, { ...challenge, tries: challenge.tries + 1 });
    throw error;
  }
  return afterSecondFactor(pool, client, user, challenge, session);
}

/** Takes the choice among several second factors. */
export async function answerFactorChoice(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const answer = parameter(responses, 'ANSWER');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const challenge = pool.sessions.take(session, 'SELECT_MFA_TYPE', client.id);
  const user = challengedUser(pool, challenge.username, username);
  const factor = challenge.offered.find((offered) => offered === answer);
  if (!factor) {
    throw invalidParameter(`Invalid MFA type: the user can choose ${challenge.offered.join(', ')}.`);
  }
  return askFactor(pool, client, user, factor, challenge);
}

/**
 * Ends the set-up of a second factor: an authenticator app that `VerifySoftwareToken` has taken, or an email address, to which
 * a code then goes.
 */
export async function answerSetUp(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const { EMAIL: email } = responses;
  if (email !== undefined) checkAttribute('email', email);
  const challenge = pool.sessions.take(session, 'MFA_SETUP', client.id);
  const user = challengedUser(pool, challenge.username, username);
  if (challenge.isVerified) return afterSecondFactor(pool, client, user, challenge, session);
  if (email === undefined || !poolFactors(pool).includes('EMAIL_OTP')) throw invalidSession();
  if (user.attributes.email !== undefined) throw invalidSession();
  return askFactor(pool, client, user, 'EMAIL_OTP', challenge, email);
}
