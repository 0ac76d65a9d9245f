import type { AppClient, User } from './entities.ts';
import type { Pool } from './pool.ts';

/** The challenge for a second factor, where the pool and the user have it so. */
export function askSecondFactor(pool: Pool, client: AppClient, user: User): object | undefined {
  const { mfa } = pool.store.settings;
  const { username, softwareToken } = user;
  if (mfa === 'OFF') return undefined;
  const challenge = { clientId: client.id, username };
  if (softwareToken?.secret !== undefined && (softwareToken.enabled || mfa === 'ON')) {
    const { deviceName } = softwareToken;
    return {
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: pool.sessions.open({ ...challenge, name: 'SOFTWARE_TOKEN_MFA', tries: 0 }),
      ChallengeParameters: {
        USER_ID_FOR_SRP: username,
        ...(deviceName === undefined ? {} : { FRIENDLY_DEVICE_NAME: deviceName }),
      },
    };
  }
  if (mfa === 'OPTIONAL') return undefined;
  return {
    ChallengeName: 'MFA_SETUP',
    Session: pool.sessions.open({ ...challenge, name: 'MFA_SETUP' }),
    ChallengeParameters: { USER_ID_FOR_SRP: username, MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
  };
}
