import type { User } from '../cognito/entities.ts';
import type { Reply } from '../cognito/reply.ts';
import { CognitoException } from '../cognito/exception.ts';
import { nextFactor } from '../cognito/second-factors.ts';
import { beforeAuthentication } from '../cognito/sign-in.ts';
import { matchesVerifier } from '../cognito/srp.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { queryOf, readAuthorization, type AuthorizationRequest } from './authorize.ts';
import { loginPage } from './login-page.ts';
import type { OAuthService } from './oauth.ts';
import { redirect } from './replies.ts';

/** `GET /login`. */
export function showLogin(service: OAuthService, request: SignedRequest): Reply {
  const query = queryOf(request);
  const read = readAuthorization(service, query);
  return 'error' in read ? read.error : loginPage(query);
}

/** `POST /login`: back to the program with a code, or the page again. */
export async function answerLogin(service: OAuthService, request: SignedRequest): Promise<Reply> {
  const query = queryOf(request);
  const read = readAuthorization(service, query);
  if ('error' in read) return read.error;
  const form = new URLSearchParams(request.body.toString());
  const user = service.pool.store.user(form.get('username') ?? '');
  const { poolName } = service.pool.store;
  const knows =
    user?.enabled === true &&
    matchesVerifier(user.password, poolName, user.username, form.get('password') ?? '');
  if (!knows) return loginPage(query, 'Incorrect username or password.');
  const refusal = await refusalOf(service, read, user);
  if (refusal !== undefined) return loginPage(query, refusal);
  const unfinished = leftToDo(service, user);
  if (unfinished !== undefined) return loginPage(query, unfinished);
  const { client, redirectUri, scopes, state, challenge, nonce } = read;
  const { username } = user;
  const authorization = { clientId: client.id, redirectUri, username, scopes, challenge, nonce };
  return redirect(redirectUri, { code: service.codes.issue(authorization), state });
}

// A trigger may refuse whoever comes; what it says is shown.
async function refusalOf(
  { pool }: OAuthService,
  { client }: AuthorizationRequest,
  user: User,
): Promise<string | undefined> {
  try {
    await beforeAuthentication(pool, client, user, user.username);
    return undefined;
  } catch (error) {
    if (error instanceof CognitoException) return error.message;
    throw error;
  }
}

// What AWS's pages ask for next, and this one does not: said by name.
function leftToDo({ pool }: OAuthService, user: User): string | undefined {
  if (user.status !== 'CONFIRMED') {
    return `The local sign-in page does not support users whose status is ${user.status}: confirm the user or set the password first.`;
  }
  return nextFactor(pool, user) === undefined
    ? undefined
    : 'The local sign-in page does not support a second factor.';
}
