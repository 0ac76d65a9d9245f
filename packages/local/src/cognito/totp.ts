import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const periodSeconds = 30;

/** A secret for time-based codes, as authenticator apps take it. */
export function makeTotpSecret(): string {
  return Array.from(randomBytes(32), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}

/**
 * The time step that a code was made for, the one before and the one after included.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6238
 * @returns undefined for a wrong code.
 */
export async function totpStep(secret: string, code: string, nowMs: number): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  // Loaded with the first code, so that the start does not wait for it.
  const { Secret, TOTP } = await import('otpauth');
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  const delta = totp.validate({ token: code, timestamp: nowMs, window: 1 });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / periodSeconds) + delta;
}
