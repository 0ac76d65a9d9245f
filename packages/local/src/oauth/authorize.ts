import type { Reply } from '../cognito/reply.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthService } from './oauth-service.ts';
import { redirect } from './replies.ts';
import { remembered, withCode } from './signed-in.ts';

/** The query of a request. */
export function queryOf({ url }: SignedRequest): URLSearchParams {
  return new URL(url, 'http://local').searchParams;
}

/** `/oauth2/authorize`: on to the login page, or back to the program with what is wrong. */
export function authorize(service: OAuthService, request: SignedRequest): Reply {
  const query = queryOf(request);
  const read = readAuthorization(service, query);
  if ('error' in read) return read.error;
  const prompt = query.get('prompt');
  const username = prompt === 'login' ? undefined : remembered(service, request);
  if (username !== undefined) return withCode(service, read, username);
  if (prompt === 'none') return redirect(read.redirectUri, { error: 'login_required', state: read.state });
  return redirect(`/login?${query}`);
}

/**
 * Reads what a program asks for. What is wrong goes back to the program, unless it is not known where that is.
 *
 * @throws OAuthError for the person, where the app client or the address to go back to is not known.
 */
export function readAuthorization(
  { pool }: OAuthService,
  query: URLSearchParams,
): AuthorizationRequest | { readonly error: Reply } {
  const client = pool.store.client(query.get('client_id') ?? '');
  if (!client) throw forPerson('invalid_request', 'There is no such app client.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.oauth?.callbackUrls.includes(redirectUri)) {
    throw forPerson('redirect_mismatch', 'redirect_uri is not one of the callback URLs of the app client.');
  }
  const state = query.get('state') ?? undefined;
  const wrong = (error: string, error_description?: string) => ({
    error: redirect(redirectUri, { error, error_description, state }),
  });
  const provider = query.get('identity_provider');
  if (provider !== null && provider !== 'COGNITO') {
    return wrong(
      'invalid_request',
      `The identity provider ${provider} is not supported by the local user pool.`,
    );
  }
  if (!client.oauth.grants.includes('code')) return wrong('unauthorized_client');
  if (query.get('response_type') !== 'code') return wrong('unsupported_response_type');
  const challenge = query.get('code_challenge') ?? undefined;
  const method = query.get('code_challenge_method');
  if (challenge !== undefined && (method !== 'S256' || !/^[\w-]{43}$/.test(challenge))) {
    return wrong('invalid_request', 'code_challenge has to be base64url of a SHA-256, by method S256');
  }
  const allowed = client.oauth.scopes;
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.some((scope) => !allowed.includes(scope))) return wrong('invalid_scope');
  const nonce = query.get('nonce') ?? undefined;
  return { client, redirectUri, scopes: scopes.length > 0 ? scopes : allowed, state, challenge, nonce };
}

/** `/logout`: forgets the browser, and leads back to an address of the app client's, or to signing in again. */
export function logOut(service: OAuthService, request: SignedRequest): Reply {
  const query = queryOf(request);
  const client = service.pool.store.client(query.get('client_id') ?? '');
  const uri = query.get('logout_uri');
  const isAgain = uri === null && query.has('redirect_uri');
  if (!isAgain && !client?.oauth?.logoutUrls.includes(uri ?? '')) {
    throw forPerson('redirect_mismatch', 'logout_uri is not one of the sign-out URLs of the app client.');
  }
  const { status, headers, body } = isAgain ? authorizeAnew(service, query) : redirect(uri ?? '');
  return { status, headers: { ...headers, 'set-cookie': service.browsers.close(request) }, body };
}

function authorizeAnew(service: OAuthService, query: URLSearchParams): Reply {
  const read = readAuthorization(service, query);
  return 'error' in read ? read.error : redirect(`/login?${query}`);
}

function forPerson(code: string, description: string): OAuthError {
  return new OAuthError(code, description, { isForPerson: true });
}
