import type { AppClient, User } from './entities.ts';
import type { Pool } from './pool.ts';
import { attributeOf, nextFactor } from './second-factors.ts';
import { sendSignInCode } from './sign-in-code.ts';
import type { Challenge } from './sessions.ts';
import type { SecondFactor } from './sign-in-settings.ts';

/** What goes along through the challenges of a sign-in. */
export type Carried = Pick<Challenge, 'deviceKey' | 'history'>;

/** The challenge for a second factor, where the pool and the user have it so. A code by message is sent with it. */
export async function askSecondFactor(
  pool: Pool,
  client: AppClient,
  user: User,
  carried: Carried = {},
): Promise<object | undefined> {
  const next = nextFactor(pool, user);
  if (!next) return undefined;
  const { kind, factors } = next;
  if (kind === 'set-up') return askSetUp(pool, client, user, factors, carried);
  const [only, another] = factors;
  if (only !== undefined && another === undefined) return askFactor(pool, client, user, only, carried);
  const { username } = user;
  const open = {
    ...carried,
    name: 'SELECT_MFA_TYPE',
    clientId: client.id,
    username,
    offered: factors,
  } as const;
  return {
    ChallengeName: 'SELECT_MFA_TYPE',
    Session: pool.sessions.open(open),
    ChallengeParameters: { USER_ID_FOR_SRP: username, MFAS_CAN_CHOOSE: JSON.stringify(factors) },
  };
}

/**
 * The challenge for one second factor.
 *
 * @param newEmail - An address that the user has just brought; the right code makes it the user's.
 */
export async function askFactor(
  pool: Pool,
  client: AppClient,
  user: User,
  factor: SecondFactor,
  { deviceKey, history }: Carried,
  newEmail?: string,
): Promise<object> {
  const { username, softwareToken } = user;
  const common = { clientId: client.id, username, deviceKey, history, tries: 0 };
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    const { deviceName } = softwareToken ?? {};
    return {
      ChallengeName: factor,
      Session: pool.sessions.open({ ...common, name: factor }),
      ChallengeParameters: {
        USER_ID_FOR_SRP: username,
        ...(deviceName === undefined ? {} : { FRIENDLY_DEVICE_NAME: deviceName }),
      },
    };
  }
  const attribute = attributeOf(factor);
  const address = newEmail ?? user.attributes[attribute] ?? '';
  const { code, parameters } = await sendSignInCode(pool, client.id, user, attribute, address, 'mfa');
  return {
    ChallengeName: factor,
    Session: pool.sessions.open({ ...common, name: factor, code, isFirstFactor: false, newEmail }),
    ChallengeParameters: { USER_ID_FOR_SRP: username, ...parameters },
  };
}

function askSetUp(
  pool: Pool,
  client: AppClient,
  { username }: User,
  factors: readonly SecondFactor[],
  { deviceKey, history }: Carried,
): object {
  return {
    ChallengeName: 'MFA_SETUP',
    Session: pool.sessions.open({ name: 'MFA_SETUP', clientId: client.id, username, deviceKey, history }),
    ChallengeParameters: { USER_ID_FOR_SRP: username, MFAS_CAN_SETUP: JSON.stringify(factors) },
  };
}
