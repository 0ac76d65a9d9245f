import type { Pool } from '../cognito/pool.ts';
import type { Reply } from '../cognito/reply.ts';
import type { TokenVerifier } from '../cognito/verify-token.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { AuthorizationCodes } from './authorization-codes.ts';
import { authorize, logOut } from './authorize.ts';
import { answerLogin, showLogin } from './login.ts';
import { errorPage } from './login-page.ts';
import { OAuthError } from './oauth-error.ts';
import { json } from './replies.ts';
import { revoke } from './revoke.ts';
import { exchange } from './token-endpoint.ts';
import { userInfo } from './user-info.ts';

/** What the endpoints of a user pool's domain work on. */
export interface OAuthService {
  readonly pool: Pool;
  readonly verifyToken: TokenVerifier;
  readonly codes: AuthorizationCodes;
}

/** The endpoints of a user pool's domain. */
export interface OAuth {
  /** Answers one of the domain's paths, or undefined. */
  handle(path: string, request: SignedRequest): Promise<Reply> | undefined;
}

type Endpoint = (service: OAuthService, request: SignedRequest) => Reply | Promise<Reply>;

const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': showLogin,
  'POST /login': answerLogin,
  'POST /oauth2/token': exchange,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  'POST /oauth2/revoke': revoke,
  'GET /logout': logOut,
};

/** Makes the endpoints of a user pool's domain. @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
export function createOAuth(pool: Pool, verifyToken: TokenVerifier): OAuth {
  const service: OAuthService = { pool, verifyToken, codes: new AuthorizationCodes(pool.now) };
  return {
    handle(path, request) {
      const name = `${request.method} ${path}`;
      const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
      return endpoint && answer(endpoint, service, request);
    },
  };
}

async function answer(endpoint: Endpoint, service: OAuthService, request: SignedRequest): Promise<Reply> {
  try {
    return await endpoint(service, request);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { code, description, status, isForPerson } = error;
    if (isForPerson) return errorPage(status, code, description);
    return json(status, {
      error: code,
      ...(description === undefined ? {} : { error_description: description }),
    });
  }
}
