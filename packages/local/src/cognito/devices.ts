import { namedUser } from './admin-users.ts';
import { changeDevice, confirmedDevice, deviceNotFound } from './device-tracking.ts';
import type { Device, User } from './entities.ts';
import { invalidParameter } from './exception.ts';
import { oneOf, optionalString, requiredString, type Input } from './input.ts';
import { page } from './page.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import type { TokenVerifier } from './verify-token.ts';

const keyPattern = /^[\w-]+_[0-9a-f-]+$/;

/** `GetDevice`. */
export async function getDevice(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return { Device: describeDevice(named(await signedInUser(pool, verify, input), input)) };
}

/** `AdminGetDevice`. */
export function adminGetDevice(pool: Pool, input: Input): object {
  return { Device: describeDevice(named(namedUser(pool, input), input)) };
}

/** `ListDevices`. */
export async function listDevices(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return list(await signedInUser(pool, verify, input), input);
}

/** `AdminListDevices`. */
export function adminListDevices(pool: Pool, input: Input): object {
  return list(namedUser(pool, input), input);
}

/** `UpdateDeviceStatus`: whether the device is remembered. */
export async function updateDeviceStatus(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return setStatus(pool, await signedInUser(pool, verify, input), input);
}

/** `AdminUpdateDeviceStatus`. */
export function adminUpdateDeviceStatus(pool: Pool, input: Input): object {
  return setStatus(pool, namedUser(pool, input), input);
}

/** `ForgetDevice`: its refresh tokens end, and it has to be confirmed anew. */
export async function forgetDevice(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  changeDevice(pool, user, named(user, input).key, null);
  return {};
}

/** `AdminForgetDevice`. */
export function adminForgetDevice(pool: Pool, input: Input): object {
  const user = namedUser(pool, input);
  changeDevice(pool, user, named(user, input).key, null);
  return {};
}

function named(user: User, input: Input): Device {
  const device = confirmedDevice(user, requiredString(input, 'DeviceKey', keyPattern));
  if (!device) throw deviceNotFound();
  return device;
}

function list(user: User, input: Input): object {
  const [devices, next] = page(user.devices ?? [], input, { limit: 'Limit', token: 'PaginationToken' });
  return { Devices: devices.map(describeDevice), ...next };
}

function setStatus(pool: Pool, user: User, input: Input): object {
  const { key } = named(user, input);
  if (optionalString(input, 'DeviceRememberedStatus') === undefined) {
    throw invalidParameter('DeviceRememberedStatus is required.');
  }
  const status = oneOf(input, 'DeviceRememberedStatus', ['remembered', 'not_remembered']);
  changeDevice(pool, user, key, { isRemembered: status === 'remembered', modifiedAt: pool.now() });
  return {};
}

function describeDevice(device: Device): object {
  const attributes = {
    device_status: 'valid',
    device_name: device.name ?? '',
    last_ip_used: '127.0.0.1',
    'dev:device_remembered_status': device.isRemembered ? 'remembered' : 'not_remembered',
  };
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    DeviceCreateDate: device.createdAt / 1000,
    DeviceLastModifiedDate: device.modifiedAt / 1000,
    DeviceLastAuthenticatedDate: device.authenticatedAt / 1000,
  };
}
