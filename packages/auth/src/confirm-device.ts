import type { Cognito } from './cognito-client.ts';
import { AuthError } from './errors.ts';
import type { makeVerifier } from './srp.ts';
import type { Step } from './transport.ts';

/**
 * Confirms the device that a user pool with device tracking has just made of us: without it, it refuses to renew the session.
 * What would prove the device later is thrown away, for nobody here signs in by a device. A pool that does not take it changes
 * nothing for this sign-in.
 *
 * @param verifierOf - {@link makeVerifier}, handed in so that this file needs nothing that is loaded before it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function confirmDevice(
  { AuthenticationResult: result }: Step,
  username: string,
  cognito: Cognito,
  verifierOf: typeof makeVerifier,
): Promise<void> {
  const { AccessToken, NewDeviceMetadata: device } = result ?? {};
  if (AccessToken === undefined || device?.DeviceKey === undefined) return;
  const { DeviceKey, DeviceGroupKey = '' } = device;
  const { salt: Salt, verifier: PasswordVerifier } = await verifierOf(DeviceGroupKey, DeviceKey);
  const config = { PasswordVerifier, Salt };
  try {
    const input = { AccessToken, DeviceKey, DeviceSecretVerifierConfig: config };
    await cognito.call('ConfirmDevice', input, { username, secrets: [AccessToken] });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
  }
}
