import type { AuthorizationServer } from 'oauth4webapi';
import { awsEndpoint } from '../aws-endpoint.ts';
import { AuthError } from '../errors.ts';

/** Where an OAuth 2.0 server is. */
export interface OAuthServer {
  /** What the tokens say that they are from. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** @defaultValue sessions cannot be ended at the server */
  readonly revocationEndpoint?: string;
}

/**
 * The OAuth 2.0 server of a user pool.
 *
 * @param domain - Where its hosted pages are, such as `https://example.auth.eu-central-1.amazoncognito.com`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function userPoolServer(domain: string, userPoolId: string): OAuthServer {
  const base = domain.includes('://') ? domain.replace(/\/$/, '') : `https://${domain}`;
  const [region = ''] = userPoolId.split('_');
  return {
    issuer: awsEndpoint('cognito-idp', region) + userPoolId,
    authorizationEndpoint: `${base}/oauth2/authorize`,
    tokenEndpoint: `${base}/oauth2/token`,
    revocationEndpoint: `${base}/oauth2/revoke`,
  };
}

/** The same as the library wants it. @throws AuthError `not-configured` for an address that is none. */
export function metadataOf(server: OAuthServer): AuthorizationServer {
  const { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = server;
  for (const address of [issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint]) {
    if (address === undefined || /^https?:$/.test(URL.parse(address)?.protocol ?? '')) continue;
    throw new AuthError(
      'not-configured',
      `The OAuth server's address "${address}" is no http or https address.`,
    );
  }
  return {
    issuer,
    authorization_endpoint: authorizationEndpoint,
    token_endpoint: tokenEndpoint,
    ...(revocationEndpoint === undefined ? {} : { revocation_endpoint: revocationEndpoint }),
  };
}
