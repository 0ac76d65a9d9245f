import { randomInt } from 'node:crypto';
import { delivery } from './codes.ts';
import type { User } from './entities.ts';
import type { Pool } from './pool.ts';
import { signInText } from './sign-in-text.ts';

/** A code that was sent for a sign-in. It is kept with the challenge that asks for it, and good for nothing else. */
export interface SentCode {
  readonly code: string;
  /** Where it went, as the challenge tells it. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Makes a code of a sign-in and hands it to whoever delivers.
 *
 * @param purpose - `sign-in` for a first factor, whose codes have eight digits; `mfa` for a second one, with six.
 */
export async function sendSignInCode(
  pool: Pool,
  clientId: string,
  user: User,
  attribute: 'email' | 'phone_number',
  destination: string,
  purpose: 'sign-in' | 'mfa',
): Promise<SentCode> {
  const digits = purpose === 'sign-in' ? 8 : 6;
  const code = String(randomInt(10 ** digits)).padStart(digits, '0');
  const parameters = deliveryParameters(attribute, destination);
  const medium = attribute === 'email' ? 'EMAIL' : 'SMS';
  const text = await signInText(pool, clientId, user, code, medium);
  pool.deliver({ purpose, username: user.username, destination, code, ...text });
  return { code, parameters };
}

/** Where a code went, as a challenge tells it. */
export function deliveryParameters(
  attribute: 'email' | 'phone_number',
  destination: string,
): Record<string, string> {
  const { DeliveryMedium, Destination } = delivery(attribute, destination);
  return { CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium, CODE_DELIVERY_DESTINATION: Destination };
}
