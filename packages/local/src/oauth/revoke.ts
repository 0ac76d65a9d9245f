import type { Reply } from '../cognito/reply.ts';
import { hashRefreshToken } from '../cognito/tokens.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { authenticateClient } from './authenticate-client.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthService } from './oauth-service.ts';
import { json } from './replies.ts';

/** `/oauth2/revoke`: ends a refresh token and the tokens that came of it. */
export function revoke(service: OAuthService, request: SignedRequest): Reply {
  const form = new URLSearchParams(request.body.toString());
  const client = authenticateClient(service, request, form);
  const token = form.get('token') ?? '';
  if (token === '') throw new OAuthError('invalid_request', 'token is missing');
  // An ID or access token: only refresh tokens can be revoked.
  if (token.split('.').length === 3) throw new OAuthError('unsupported_token_type');
  const { signIns } = service.pool;
  const found = signIns.byRefreshToken(hashRefreshToken(token));
  if (found && found.signIn.clientId !== client.id) throw new OAuthError('invalid_request');
  if (found) signIns.revoke(found.signIn.originJti);
  return json(200, {});
}
