import { invalidParameter, unsupported } from './exception.ts';
import type { Input } from './input.ts';

/** What somebody may begin a sign-in with, where the choice is theirs (`USER_AUTH`). */
export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP';

/** What somebody may be asked for after the password. */
export type SecondFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** What a pool does with the devices that people sign in on. */
export interface DeviceTracking {
  /** Whether a remembered device stands in for the second factor: AWS's `ChallengeRequiredOnNewDevice`. */
  readonly replacesSecondFactor: boolean;
  /** Whether a device is remembered only when its user says so: AWS's `DeviceOnlyRememberedOnUserPrompt`. */
  readonly onlyOnPrompt: boolean;
}

/** How people sign in to a pool, beyond a password. */
export interface SignInSettings {
  /** @defaultValue the password alone */
  readonly firstFactors?: readonly FirstFactor[];
  /** The second factors that there may be, where there are any. @defaultValue an authenticator app */
  readonly secondFactors?: readonly SecondFactor[];
  /** What AWS would need for a factor and this server only shows again, by AWS's names. */
  readonly factorSettings?: Partial<Readonly<Record<SecondFactor, unknown>>>;
  /** Null, as its absence, for a pool that tracks no devices. */
  readonly devices?: DeviceTracking | null;
}

/** How people sign in to the pool of a local backend. */
export interface SignInOptions extends Omit<SignInSettings, 'factorSettings'> {
  /** Whether there is a second factor, for those who want one or for everybody. @defaultValue `OFF` */
  readonly mfa?: 'OFF' | 'OPTIONAL' | 'ON';
}

const firstFactors: readonly FirstFactor[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'];

/**
 * Reads `Policies.SignInPolicy` of `CreateUserPool` and `UpdateUserPool`; what is not said goes back to the password alone.
 *
 * @throws CognitoException `InvalidParameterException`.
 */
export function readSignInPolicy(policy: Input): readonly FirstFactor[] {
  const given = policy.AllowedFirstAuthFactors ?? ['PASSWORD'];
  if (!Array.isArray(given)) throw invalidParameter('AllowedFirstAuthFactors is not a list.');
  const factors = given.map((name: unknown) => {
    if (name === 'WEB_AUTHN') throw unsupported('The first factor WEB_AUTHN');
    const factor = firstFactors.find((known) => known === name);
    if (factor) return factor;
    throw invalidParameter(
      `1 validation error detected: Value at 'policies.signInPolicy.allowedFirstAuthFactors' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${[...firstFactors, 'WEB_AUTHN'].join(', ')}]]`,
    );
  });
  if (!factors.includes('PASSWORD')) throw invalidParameter('AllowedFirstAuthFactors must include PASSWORD.');
  return factors;
}

/** Whether people can sign in by a code alone. */
export function takesCodes({ firstFactors: allowed = [] }: SignInSettings): boolean {
  return allowed.some((factor) => factor !== 'PASSWORD');
}

/** Reads `DeviceConfiguration`: any value, even an empty one, has devices tracked. */
export function readDeviceConfiguration(given: Input): DeviceTracking {
  return {
    replacesSecondFactor: given.ChallengeRequiredOnNewDevice === true,
    onlyOnPrompt: given.DeviceOnlyRememberedOnUserPrompt === true,
  };
}

/** `SignInPolicy` as `DescribeUserPool` shows it. */
export function describeSignInPolicy({ firstFactors: allowed = ['PASSWORD'] }: SignInSettings): object {
  return { AllowedFirstAuthFactors: allowed };
}

/** `DeviceConfiguration` as `DescribeUserPool` shows it: undefined where no devices are tracked. */
export function describeDeviceConfiguration({ devices }: SignInSettings): object | undefined {
  if (!devices) return undefined;
  return {
    ChallengeRequiredOnNewDevice: devices.replacesSecondFactor,
    DeviceOnlyRememberedOnUserPrompt: devices.onlyOnPrompt,
  };
}
