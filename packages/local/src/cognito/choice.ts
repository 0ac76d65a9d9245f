import { createHmac } from 'node:crypto';
import { isAnswerer, pretendedName } from './answerer.ts';
import { checkSecretHash } from './app-client.ts';
import { challengedUser } from './challenged-user.ts';
import type { AppClient, User } from './entities.ts';
import { invalidParameter, invalidSession, unsupported } from './exception.ts';
import type { Pool } from './pool.ts';
import { attributeOf, isEnabled, poolFactors } from './second-factors.ts';
import { deliveryParameters, sendSignInCode } from './sign-in-code.ts';
import { beforeAuthentication, beginSrp, findUser, finish, parameter, withPassword } from './sign-in.ts';

type Parameters = Readonly<Record<string, string>>;
type Factor = 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP';

const factors: readonly Factor[] = ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP'];

/**
 * Begins a sign-in whose first factor the user chooses (`USER_AUTH`), at once where it is preferred and the user has it.
 *
 * @param session - Of a sign-up that was just confirmed, whose code then is the first factor.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
 */
export async function beginChoice(
  pool: Pool,
  client: AppClient,
  parameters: Parameters,
  session: string | undefined,
): Promise<object> {
  const username = parameter(parameters, 'USERNAME');
  checkSecretHash(client, [username], parameters.SECRET_HASH);
  if (session !== undefined && session !== '') {
    const { username: name } = pool.sessions.take(session, 'CONFIRMED', client.id);
    return finish(pool, client, challengedUser(pool, name, username), parameters.DEVICE_KEY);
  }
  const preferred = parameters.PREFERRED_CHALLENGE;
  if (preferred !== undefined) checkFactor(preferred);
  const user = findUser(pool, client, username);
  const offered = offeredTo(pool, user, username);
  const factor = offered.find((name) => name === preferred);
  if (factor) return begin(pool, client, factor, parameters);
  const name = user?.username ?? pretendedName(pool, username);
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: pool.sessions.open({ name: 'SELECT_CHALLENGE', clientId: client.id, username: name, offered }),
    AvailableChallenges: offered,
    ChallengeParameters: {},
  };
}

/** Takes the choice. */
export async function answerChoice(
  pool: Pool,
  client: AppClient,
  responses: Parameters,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const answer = parameter(responses, 'ANSWER');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  checkFactor(answer);
  const challenge = pool.sessions.take(session, 'SELECT_CHALLENGE', client.id);
  checkAnswerer(pool, challenge.username, username);
  const factor = factors.find((name) => name === answer);
  if (!factor || !challenge.offered.includes(factor)) {
    throw invalidParameter(
      `${answer} is not one of the available challenges: ${challenge.offered.join(', ')}.`,
    );
  }
  return begin(pool, client, factor, responses);
}

/** Takes what a chosen first factor begins with, where it did not come with the choice. */
export async function answerPassword(
  pool: Pool,
  client: AppClient,
  name: 'PASSWORD' | 'PASSWORD_SRP',
  responses: Parameters,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  parameter(responses, name === 'PASSWORD' ? 'PASSWORD' : 'SRP_A');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  const challenge = pool.sessions.take(session, name, client.id);
  checkAnswerer(pool, challenge.username, username);
  return begin(pool, client, name, responses);
}

async function begin(pool: Pool, client: AppClient, factor: Factor, given: Parameters): Promise<object> {
  if (factor === 'PASSWORD' && given.PASSWORD !== undefined) return withPassword(pool, client, given);
  if (factor === 'PASSWORD_SRP' && given.SRP_A !== undefined) return beginSrp(pool, client, given);
  const claimed = parameter(given, 'USERNAME');
  const known = findUser(pool, client, claimed);
  const username = known?.username ?? pretendedName(pool, claimed);
  if (factor === 'EMAIL_OTP' || factor === 'SMS_OTP') {
    // Nothing is sent to whoever is disabled, and nothing of that is to be seen.
    const user = known?.enabled ? known : undefined;
    await beforeAuthentication(pool, client, user, claimed);
    const attribute = attributeOf(factor);
    const address = known?.attributes[attribute] ?? pretendedAddress(pool, factor, claimed);
    const { code, parameters } = user
      ? await sendSignInCode(pool, client.id, user, attribute, address, 'sign-in')
      : {
          code: undefined,
          parameters: deliveryParameters(attribute, address),
        };
    const open = {
      name: factor,
      clientId: client.id,
      username,
      code,
      tries: 0,
      isFirstFactor: true,
    } as const;
    return { ChallengeName: factor, Session: pool.sessions.open(open), ChallengeParameters: parameters };
  }
  const open = { name: factor, clientId: client.id, username } as const;
  return { ChallengeName: factor, Session: pool.sessions.open(open), ChallengeParameters: {} };
}

function checkAnswerer(pool: Pool, name: string, claimed: string): void {
  if (!isAnswerer(pool, name, claimed)) throw invalidSession();
}

function checkFactor(name: string): void {
  if (name === 'WEB_AUTHN') throw unsupported('The challenge WEB_AUTHN');
  if (!factors.includes(name as Factor)) {
    throw invalidParameter(`Unknown challenge ${name}: expected one of ${factors.join(', ')}.`);
  }
}

/** What a user may begin with. Codes by message are for those who have no second factor, which they would go around. */
export function offeredTo(pool: Pool, user: User | undefined, username: string): readonly Factor[] {
  const { firstFactors = [], mfa } = pool.store.settings;
  const messages = (['EMAIL_OTP', 'SMS_OTP'] as const)
    .filter((factor) => firstFactors.includes(factor) && mfa !== 'ON')
    .filter((factor) => (user ? mayUse(pool, user, factor) : chance(pool, factor, username)));
  const hasPassword = user ? user.password.isNone !== true : chance(pool, 'PASSWORD', username);
  // Somebody to whom nothing else is open is asked for a password all the same.
  return hasPassword || messages.length === 0 ? ['PASSWORD_SRP', 'PASSWORD', ...messages] : messages;
}

function mayUse(pool: Pool, user: User, factor: 'EMAIL_OTP' | 'SMS_OTP'): boolean {
  const isVerified = user.attributes[`${attributeOf(factor)}_verified`] === 'true';
  const hasSecondFactor = poolFactors(pool).some((second) => isEnabled(user, second));
  return isVerified && user.status === 'CONFIRMED' && !hasSecondFactor;
}

// Whom nobody knows is offered what a user might be: the same each time.
function chance(pool: Pool, factor: Factor, username: string): boolean {
  return (digest(pool, factor, username)[0] ?? 0) % 2 === 0;
}

function pretendedAddress(pool: Pool, factor: Factor, username: string): string {
  const bytes = digest(pool, `address of ${factor}`, username);
  if (factor === 'SMS_OTP') return `+${String(bytes.readUInt32BE() % 10_000).padStart(4, '0')}`;
  const letter = (byte = 0): string => String.fromCharCode(97 + (byte % 26));
  return `${letter(bytes[0])}@${letter(bytes[1])}`;
}

function digest(pool: Pool, what: string, username: string): Buffer {
  return createHmac('sha256', pool.store.pepper).update(`${what}:${username.toLowerCase()}`).digest();
}
