import { claimsOf } from './claims.ts';

/** What a sign-in gives. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since the epoch, by the server's clock. */
  readonly issuedAt: number;
  /** When the first of the two tokens expires: milliseconds since the epoch, by the server's clock. */
  readonly expiresAt: number;
  /** How far the server's clock was ahead of the local one when the tokens came, in milliseconds. */
  readonly skewMs?: number;
  /** Whether the app client gives a new refresh token with each renewal. @defaultValue `false` */
  readonly rotates?: boolean;
}

/** Who a token speaks for. */
export interface WhoAmI {
  readonly username: string;
  readonly sub: string;
  readonly groups: readonly string[];
  /** Milliseconds since the epoch, by the server's clock. */
  readonly expiresAt: number;
}

/**
 * Reads the claims of a token that the server gave us. They are only read, not verified: the server that the token is sent
 * to does that, and nothing here decides by them what somebody may do.
 *
 * @throws AuthError `service` when it is no JSON web token.
 */
export function readToken(token: string): WhoAmI {
  const claims = claimsOf(token);
  const { username = claims['cognito:username'], 'cognito:groups': groups, sub = '' } = claims;
  return {
    username: typeof username === 'string' ? username : sub,
    sub,
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
    expiresAt: (claims.exp ?? 0) * 1000,
  };
}

/** The device that a user pool which remembers devices has given a name; it wants it back at each renewal. */
export function deviceKeyOf(accessToken: string): string | undefined {
  const { device_key: key } = claimsOf(accessToken);
  return typeof key === 'string' ? key : undefined;
}

/** Puts together what the server gave. @throws AuthError `service` when one is no JSON web token. */
export function tokensOf(accessToken: string, idToken: string, refreshToken: string | undefined): Tokens {
  const { iat = 0 } = claimsOf(accessToken);
  return {
    accessToken,
    idToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    issuedAt: iat * 1000,
    // An app client may set different lives for the two.
    expiresAt: Math.min(readToken(accessToken).expiresAt, readToken(idToken).expiresAt),
  };
}
