import { checkPool } from './app-client.ts';
import { unsupported } from './exception.ts';
import { oneOf, type Input } from './input.ts';
import type { Pool } from './pool.ts';

/** `SetUserPoolMfaConfig`: whether users may or must have a second factor, which is an app's code. */
export function setUserPoolMfaConfig(pool: Pool, input: Input): object {
  checkPool(pool, input);
  for (const other of ['SmsMfaConfiguration', 'EmailMfaConfiguration', 'WebAuthnConfiguration']) {
    if (input[other] != null) throw unsupported(other);
  }
  const mfa = oneOf(input, 'MfaConfiguration', ['OFF', 'ON', 'OPTIONAL']) ?? 'OFF';
  pool.store.changeSettings({ mfa });
  return describe(pool);
}

/** `GetUserPoolMfaConfig`. */
export function getUserPoolMfaConfig(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return describe(pool);
}

function describe({ store }: Pool): object {
  const { mfa } = store.settings;
  return { MfaConfiguration: mfa, SoftwareTokenMfaConfiguration: { Enabled: mfa !== 'OFF' } };
}
