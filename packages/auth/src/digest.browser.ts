import { AuthError } from './errors.ts';

/** SHA-256 of the parts, one after the other. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await subtle().digest('SHA-256', joined(parts)));
}

/** HMAC-SHA-256 of the parts, one after the other. */
export async function hmac(secret: Uint8Array, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const method = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle().importKey('raw', joined([secret]), method, false, ['sign']);
  return new Uint8Array(await subtle().sign('HMAC', key, joined(parts)));
}

/** Bytes that nobody can guess. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

// Browsers leave it out where others on the network could change the page.
// Source: https://developer.mozilla.org/docs/Web/Security/Secure_Contexts
function subtle(): typeof crypto.subtle {
  const { subtle: found } = crypto as Partial<typeof crypto>;
  if (found) return found;
  throw new AuthError(
    'not-configured',
    'Signing in needs a page that was loaded over https or from localhost.',
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
