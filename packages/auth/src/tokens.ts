import { decodeJwt } from 'jose';

/** What a sign-in gives. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since the epoch, by the server's clock. */
  readonly expiresAt: number;
}

/** Who a token speaks for. */
export interface WhoAmI {
  readonly username: string;
  readonly sub: string;
  readonly groups: readonly string[];
  /** Milliseconds since the epoch, by the server's clock. */
  readonly expiresAt: number;
}

/** Reads the claims of a token that the server gave us. It is not verified here: the server that it is sent to does. */
export function readToken(token: string): WhoAmI {
  const claims = decodeJwt<{ username?: string; 'cognito:username'?: string; 'cognito:groups'?: string[] }>(
    token,
  );
  return {
    username: claims.username ?? claims['cognito:username'] ?? claims.sub ?? '',
    sub: claims.sub ?? '',
    groups: claims['cognito:groups'] ?? [],
    expiresAt: (claims.exp ?? 0) * 1000,
  };
}
