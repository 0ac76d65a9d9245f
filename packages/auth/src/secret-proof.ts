import { hmac } from '#digest';
import { toBase64, utf8 } from './srp.ts';

/** As `secretHash`, by the platform's own hashing, which browsers do not do at once. */
export async function secretProof(clientSecret: string, username: string, clientId: string): Promise<string> {
  return toBase64(await hmac(utf8(clientSecret), utf8(username + clientId)));
}
