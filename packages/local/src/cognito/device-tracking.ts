import { createHmac, randomUUID } from 'node:crypto';
import type { AppClient, Device, User } from './entities.ts';
import { CognitoException } from './exception.ts';
import type { Pool } from './pool.ts';

/** What AWS says of a device that it does not know, in words that clients look for. */
export const deviceNotFound = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'Device does not exist.');

/** A device that a user confirmed. */
export function confirmedDevice(user: User, key: string | undefined): Device | undefined {
  return user.devices?.find((device) => device.key === key);
}

/** Whether a sign-in may bring this device: one that was never confirmed, or was forgotten, is unknown. */
export function isKnownDevice(pool: Pool, user: User, key: string | undefined): boolean {
  if (key === undefined || key === '' || !pool.store.settings.devices) return true;
  return confirmedDevice(user, key) !== undefined;
}

/**
 * The device that a sign-in brings, where the pool tracks devices.
 *
 * @throws CognitoException `ResourceNotFoundException`, upon which AWS's clients forget the device and try without.
 */
export function broughtDevice(pool: Pool, user: User, key: string | undefined): Device | undefined {
  if (!isKnownDevice(pool, user, key)) throw deviceNotFound();
  return pool.store.settings.devices ? confirmedDevice(user, key) : undefined;
}

/** Whether a device stands in for the second factor. It still has to prove itself. */
export function replacesSecondFactor(pool: Pool, device: Device | undefined): boolean {
  return device?.isRemembered === true && pool.store.settings.devices?.replacesSecondFactor === true;
}

/** Has a remembered device prove itself, as the last step of a sign-in. */
export function askDevice(
  pool: Pool,
  client: AppClient,
  { username }: User,
  device: Device,
  session?: string,
): object {
  const challenge = {
    name: 'DEVICE_SRP_AUTH',
    clientId: client.id,
    username,
    deviceKey: device.key,
  } as const;
  // amazon-cognito-identity-js answers in the session of the challenge before: it goes on under the same name.
  if (session !== undefined) pool.sessions.reopen(session, challenge);
  return {
    ChallengeName: 'DEVICE_SRP_AUTH',
    Session: session ?? pool.sessions.open(challenge),
    ChallengeParameters: { USERNAME: username, DEVICE_KEY: device.key },
  };
}

/** `NewDeviceMetadata`: what a device is to be known by, once it is confirmed. */
export function newDevice(pool: Pool): { readonly DeviceKey: string; readonly DeviceGroupKey: string } {
  return { DeviceKey: `${pool.region}_${randomUUID()}`, DeviceGroupKey: deviceGroupKey(pool) };
}

/** What SRP mixes into the hashes of this pool's devices, in place of the pool's name. */
export function deviceGroupKey({ store }: Pool): string {
  return `-${createHmac('sha256', store.pepper).update('device group').digest('hex').slice(0, 8)}`;
}

/** Changes what is kept of a user's device; null takes it away. */
export function changeDevice(
  pool: Pool,
  { username }: User,
  key: string,
  change: Partial<Device> | null,
): void {
  const user = pool.store.user(username);
  const devices = (user?.devices ?? []).flatMap((device) => {
    if (device.key !== key) return [device];
    return change === null ? [] : [{ ...device, ...change }];
  });
  if (user) pool.store.updateUser(username, { devices }, user.modifiedAt);
}
