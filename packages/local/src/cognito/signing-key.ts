import { generateKeyPair, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import type { PoolStore } from './pool-store.ts';

/** The key that a pool signs its tokens with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicJwk: JWK;
}

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/**
 * The pool's RS256 key, made at first start and kept in the database, so that tokens outlive a restart. Making one takes
 * a while: start it early, await it late.
 */
export async function loadSigningKey(store: PoolStore): Promise<SigningKey> {
  const jwk = JSON.parse((store.signingKey ??= JSON.stringify(await makeJwk()))) as JWK;
  const { kty, n, e, kid = '' } = jwk;
  return {
    kid,
    privateKey: await crypto.subtle.importKey('jwk', jwk as webcrypto.JsonWebKey, rs256, false, ['sign']),
    publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' } as JWK,
  };
}

// By the platform itself, so that the start does not wait for a library to load.
async function makeJwk(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  return { ...jwk, kid: Buffer.from(crypto.randomUUID()).toString('base64') };
}
