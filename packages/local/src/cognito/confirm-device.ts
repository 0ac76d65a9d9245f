import { confirmedDevice } from './device-tracking.ts';
import type { Device } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import { optionalString, requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import { isVerifier, type PasswordVerifier } from './srp.ts';
import type { TokenVerifier } from './verify-token.ts';

/**
 * `ConfirmDevice`: the device that a sign-in was given a key for becomes the user's.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
 */
export async function confirmDevice(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  const key = requiredString(input, 'DeviceKey');
  const verifier = readVerifier(input.DeviceSecretVerifierConfig as Input | null | undefined);
  const name = optionalString(input, 'DeviceName') ?? null;
  const tracking = pool.store.settings.devices;
  // A key is good for the sign-in that it was made for: its access token names it.
  const { device_key: own } = await verify(requiredString(input, 'AccessToken'));
  if (!tracking || own !== key) throw invalidParameter('Invalid device key given.');
  if (confirmedDevice(user, key)) {
    throw new CognitoException('DeviceKeyExistsException', 'Device already exists.');
  }
  const now = pool.now();
  const device: Device = {
    ...{ key, name, verifier, isRemembered: !tracking.onlyOnPrompt },
    ...{ createdAt: now, modifiedAt: now, authenticatedAt: now },
  };
  const devices = [...(pool.store.user(user.username)?.devices ?? []), device];
  pool.store.updateUser(user.username, { devices }, user.modifiedAt);
  return { UserConfirmationNecessary: tracking.onlyOnPrompt };
}

function readVerifier(config: Input | null | undefined): PasswordVerifier {
  const [salt, verifier] = [hex(config?.Salt), hex(config?.PasswordVerifier)];
  if (salt === '' || !isVerifier(verifier)) {
    throw invalidParameter('DeviceSecretVerifierConfig needs a Salt and a PasswordVerifier, in base64.');
  }
  return { salt, verifier };
}

function hex(base64: unknown): string {
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('hex') : '';
}
