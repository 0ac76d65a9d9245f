import type { Pool } from '../cognito/pool.ts';
import type { OpenPool, Pools } from '../cognito/pools.ts';
import type { Reply } from '../cognito/reply.ts';
import type { TokenVerifier } from '../cognito/verify-token.ts';
import { header, type SignedRequest } from '../sigv4/signed-request.ts';
import {
  answerConfirm,
  answerForgot,
  answerReset,
  answerSignUp,
  resendCode,
  showForgot,
  showSignUp,
} from './account-pages.ts';
import { AuthorizationCodes } from './authorization-codes.ts';
import { readBasic } from './authenticate-client.ts';
import { authorize, logOut, queryOf } from './authorize.ts';
import { BrowserSessions } from './browser-sessions.ts';
import { answerLogin, showLogin } from './login.ts';
import { errorPage } from './login-page.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthService } from './oauth-service.ts';
import { checkOwnPage } from './own-pages-only.ts';
import { json } from './replies.ts';
import { revoke } from './revoke.ts';
import { exchange } from './token-endpoint.ts';
import { userInfo } from './user-info.ts';

/** The endpoints of a user pool's domain. */
export interface OAuth {
  /** Answers one of the domain's paths, or undefined. */
  handle(path: string, request: SignedRequest): Promise<Reply> | undefined;
}

type Endpoint = (service: OAuthService, request: SignedRequest) => Reply | Promise<Reply>;

// What a person fills in on one of our pages.
const form =
  (endpoint: Endpoint): Endpoint =>
  (service, request) => {
    checkOwnPage(request);
    return endpoint(service, request);
  };

const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': showLogin,
  'POST /login': form(answerLogin),
  'GET /signup': showSignUp,
  'POST /signup': form(answerSignUp),
  'POST /confirmUser': form(answerConfirm),
  'GET /resendcode': resendCode,
  'GET /forgotPassword': showForgot,
  'POST /forgotPassword': form(answerForgot),
  'POST /confirmForgotPassword': form(answerReset),
  'POST /oauth2/token': exchange,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  'POST /oauth2/revoke': revoke,
  'GET /logout': logOut,
};

/**
 * Makes the endpoints of the user pools' domains, all at one address: the app client or the token of a request says which pool
 * it is about.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function createOAuth(pools: Pools): OAuth {
  const services = new WeakMap<Pool, OAuthService>();
  const serviceOf = ({ pool, verifyToken }: OpenPool): OAuthService => {
    const service = services.get(pool) ?? makeService(pool, verifyToken);
    services.set(pool, service);
    return service;
  };
  return {
    handle(path, request) {
      const name = `${request.method} ${path}`;
      const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
      return endpoint && answer(endpoint, serviceOf(poolOf(pools, request)), request);
    },
  };
}

function makeService(pool: Pool, verifyToken: TokenVerifier): OAuthService {
  return {
    pool,
    verifyToken,
    codes: new AuthorizationCodes(pool.now),
    browsers: new BrowserSessions(pool.store.poolId, pool.now),
  };
}

// A pool without a domain is as good as not there: its app clients are nobody's.
function poolOf(pools: Pools, request: SignedRequest): OpenPool {
  const authorization = header(request, 'authorization') ?? '';
  const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  const clientId =
    readBasic(authorization)?.id ??
    queryOf(request).get('client_id') ??
    new URLSearchParams(request.body.toString()).get('client_id') ??
    '';
  const named = token === undefined ? pools.ofClient(clientId) : pools.ofToken(token);
  return named && pools.hasDomain(named) ? named : pools.own;
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
