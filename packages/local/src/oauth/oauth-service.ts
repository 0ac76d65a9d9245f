import type { Pool } from '../cognito/pool.ts';
import type { TokenVerifier } from '../cognito/verify-token.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { BrowserSessions } from './browser-sessions.ts';

/** What the endpoints of a user pool's domain work on. */
export interface OAuthService {
  readonly pool: Pool;
  readonly verifyToken: TokenVerifier;
  readonly codes: AuthorizationCodes;
  readonly browsers: BrowserSessions;
}
