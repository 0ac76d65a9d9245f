import { AuthError } from './errors.ts';

/** What a token says, as far as it is known what that may be. */
export interface Claims {
  readonly [name: string]: unknown;
  readonly sub?: string;
  readonly iss?: string;
  /** Seconds since the epoch. */
  readonly exp?: number;
  /** Seconds since the epoch. */
  readonly iat?: number;
}

/**
 * Reads the claims of a JSON web token without verifying it: that is for the server which it is sent to.
 *
 * @throws AuthError `service` when it is none.
 */
export function claimsOf(token: string): Claims {
  try {
    const [, payload = ''] = token.split('.');
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Claims | null;
    if (typeof claims === 'object' && claims !== null) return claims;
  } catch {
    // Said below; what is thrown here quotes the token.
  }
  throw new AuthError('service', 'This is no JSON web token: three parts in base64, joined by dots.');
}
