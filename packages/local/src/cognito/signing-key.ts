import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { PoolStore } from './pool-store.ts';

/** The key that a pool signs its tokens with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/**
 * The pool's RS256 key, made at first start and kept in the database, so that tokens outlive a restart. Making one takes
 * a while: start it early, await it late.
 */
export async function loadSigningKey(store: PoolStore): Promise<SigningKey> {
  const jwk = JSON.parse((store.signingKey ??= JSON.stringify(await makeJwk()))) as JWK;
  const { kty, n, e, kid = '' } = jwk;
  return {
    kid,
    privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey,
    publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' } as JWK,
  };
}

async function makeJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: Buffer.from(crypto.randomUUID()).toString('base64') };
}
