import type { Reply } from '../cognito/reply.ts';
import type { SignedRequest } from '../sigv4/signed-request.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { OAuthService } from './oauth-service.ts';
import { redirect } from './replies.ts';

/** Leads somebody who has just signed in back to the program with a code, and remembers the browser. */
export function signedIn(service: OAuthService, read: AuthorizationRequest, username: string): Reply {
  const { status, headers, body } = withCode(service, read, username);
  return { status, headers: { ...headers, 'set-cookie': service.browsers.open(username) }, body };
}

/** Back to the program with a code. */
export function withCode(service: OAuthService, read: AuthorizationRequest, username: string): Reply {
  const { client, redirectUri, scopes, state, challenge, nonce } = read;
  const authorization = { clientId: client.id, redirectUri, username, scopes, challenge, nonce };
  return redirect(redirectUri, { code: service.codes.issue(authorization), state });
}

/** Whoever is remembered in a browser, and may still sign in. */
export function remembered({ browsers, pool }: OAuthService, request: SignedRequest): string | undefined {
  const user = pool.store.user(browsers.of(request) ?? '');
  return user?.enabled === true && user.status === 'CONFIRMED' ? user.username : undefined;
}
