import type { Pool } from './pool.ts';
import { document, type Reply } from './reply.ts';

/**
 * Answers the pool's public documents: its keys, and where they are.
 *
 * @param hasDomain - Whether there are sign-in pages for the pool.
 * @param host - The `Host` header, so that `jwks_uri` leads to this server; the issuer stays AWS's, as in the tokens.
 */
export async function wellKnown(
  pool: Pool,
  path: string,
  host: string | undefined,
  hasDomain: boolean,
): Promise<Reply | undefined> {
  const base = `/${pool.store.poolId}/.well-known`;
  if (path === `${base}/jwks.json`) {
    const { publicJwk } = await pool.key;
    return document({ keys: [publicJwk] });
  }
  if (path !== `${base}/openid-configuration`) return undefined;
  return document({
    issuer: pool.issuer,
    jwks_uri: host === undefined ? `${pool.issuer}/.well-known/jwks.json` : `http://${host}${base}/jwks.json`,
    ...(host === undefined || !hasDomain ? {} : endpoints(`http://${host}`)),
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

// Those of the pool's domain, which is this server.
function endpoints(url: string): object {
  return {
    authorization_endpoint: `${url}/oauth2/authorize`,
    token_endpoint: `${url}/oauth2/token`,
    userinfo_endpoint: `${url}/oauth2/userInfo`,
    revocation_endpoint: `${url}/oauth2/revoke`,
    end_session_endpoint: `${url}/logout`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}
