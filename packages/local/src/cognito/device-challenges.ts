import { checkSecretHash } from './app-client.ts';
import { challengedUser } from './challenged-user.ts';
import { checkTimestamp } from './claim-timestamp.ts';
import { broughtDevice, deviceGroupKey, deviceNotFound } from './device-tracking.ts';
import type { AppClient } from './entities.ts';
import { invalidParameter, invalidSession, wrongPassword } from './exception.ts';
import type { Pool } from './pool.ts';
import type { Challenge } from './sessions.ts';
import { complete, parameter } from './sign-in.ts';
import { isClientKey, makeServerKeys, verifyClaim } from './srp.ts';

type Responses = Readonly<Record<string, string>>;

/**
 * Takes the beginning of a device's proof.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export function answerDeviceSrp(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): object {
  const username = parameter(responses, 'USERNAME');
  const deviceKey = parameter(responses, 'DEVICE_KEY');
  const clientKey = parameter(responses, 'SRP_A');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  if (!isClientKey(clientKey)) throw invalidParameter('Invalid SRP_A');
  // pycognito brings no session back, which AWS takes; the one that was opened after the password is still needed.
  const begun = (challenge: Challenge): boolean =>
    challenge.name === 'DEVICE_SRP_AUTH' && challenge.deviceKey === deviceKey;
  const opened = session === '' ? pool.sessions.find(client.id, begun) : session;
  const challenge = pool.sessions.take(opened ?? '', 'DEVICE_SRP_AUTH', client.id);
  const user = challengedUser(pool, challenge.username, username);
  if (challenge.deviceKey !== deviceKey) throw deviceNotFound();
  const device = broughtDevice(pool, user, deviceKey);
  if (!device) throw deviceNotFound();
  const keys = makeServerKeys(device.verifier);
  const common = { clientId: client.id, username: user.username, deviceKey };
  const secretBlock = pool.sessions.open({ ...common, name: 'DEVICE_PASSWORD_VERIFIER', clientKey, keys });
  return {
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    Session: secretBlock,
    ChallengeParameters: {
      USERNAME: user.username,
      DEVICE_KEY: deviceKey,
      SALT: device.verifier.salt,
      SRP_B: keys.publicKey,
      SECRET_BLOCK: secretBlock,
    },
  };
}

/** Takes the proof, which ends the sign-in. */
export async function answerDevicePassword(
  pool: Pool,
  client: AppClient,
  responses: Responses,
  session: string,
): Promise<object> {
  const username = parameter(responses, 'USERNAME');
  const secretBlock = parameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = parameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = parameter(responses, 'TIMESTAMP');
  const claimedKey = parameter(responses, 'DEVICE_KEY');
  checkSecretHash(client, [username], responses.SECRET_HASH);
  checkTimestamp(timestamp, pool.now());
  if (session !== '' && session !== secretBlock) throw invalidSession();
  const { deviceKey, clientKey, keys, ...challenge } = pool.sessions.take(
    secretBlock,
    'DEVICE_PASSWORD_VERIFIER',
    client.id,
  );
  const user = challengedUser(pool, challenge.username, username);
  if (claimedKey !== deviceKey) throw invalidSession();
  const device = broughtDevice(pool, user, deviceKey);
  if (!device) throw deviceNotFound();
  const proven = verifyClaim(clientKey, keys, device.verifier, {
    poolName: deviceGroupKey(pool),
    username: deviceKey,
    secretBlock: Buffer.from(secretBlock, 'base64'),
    timestamp,
    signature,
  });
  if (!proven) throw wrongPassword();
  return complete(pool, client, user, deviceKey);
}
