import { checkPool } from './app-client.ts';
import { invalidParameter, unsupported } from './exception.ts';
import { oneOf, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { object } from './read-pool-settings.ts';
import type { SecondFactor } from './sign-in-settings.ts';

const configurations = {
  SmsMfaConfiguration: 'SMS_MFA',
  SoftwareTokenMfaConfiguration: 'SOFTWARE_TOKEN_MFA',
  EmailMfaConfiguration: 'EMAIL_OTP',
} as const;
type Configuration = keyof typeof configurations;
const names = Object.keys(configurations) as readonly Configuration[];

/**
 * `SetUserPoolMfaConfig`: whether users may or must have a second factor, and which. What its messages say, and who sends them,
 * is shown again and has no effect: codes are handed to whoever runs the backend.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */
export function setUserPoolMfaConfig(pool: Pool, input: Input): object {
  checkPool(pool, input);
  if (input.WebAuthnConfiguration != null) throw unsupported('WebAuthnConfiguration');
  const mfa = oneOf(input, 'MfaConfiguration', ['OFF', 'ON', 'OPTIONAL']) ?? 'OFF';
  const given = names.filter((name) => isOn(input, name));
  if (mfa === 'OFF' && given.length > 0) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    );
  }
  if (mfa !== 'OFF' && given.length === 0) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  }
  const secondFactors = given.map((name) => configurations[name]);
  const factorSettings = Object.fromEntries(given.map((name) => [configurations[name], input[name]]));
  pool.store.changeSettings(mfa === 'OFF' ? { mfa } : { mfa, secondFactors, factorSettings });
  return describe(pool);
}

/** `GetUserPoolMfaConfig`. */
export function getUserPoolMfaConfig(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return describe(pool);
}

function isOn(input: Input, name: Configuration): boolean {
  const given = object(input, name);
  return name === 'SoftwareTokenMfaConfiguration' ? given.Enabled === true : input[name] != null;
}

function describe({ store }: Pool): object {
  const { mfa, secondFactors = ['SOFTWARE_TOKEN_MFA'], factorSettings = {} } = store.settings;
  const has = (factor: SecondFactor): boolean => mfa !== 'OFF' && secondFactors.includes(factor);
  const messages = names.filter(
    (name) => name !== 'SoftwareTokenMfaConfiguration' && has(configurations[name]),
  );
  return {
    MfaConfiguration: mfa,
    SoftwareTokenMfaConfiguration: { Enabled: has('SOFTWARE_TOKEN_MFA') },
    ...Object.fromEntries(messages.map((name) => [name, factorSettings[configurations[name]] ?? {}])),
  };
}
