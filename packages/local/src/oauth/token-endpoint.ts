import { createHash } from 'node:crypto';
import type { AppClient } from '../cognito/entities.ts';
import { CognitoException } from '../cognito/exception.ts';
import { grantedScopes, machineToken } from '../cognito/machine-tokens.ts';
import { continueSignIn } from '../cognito/refresh.ts';
import type { Reply } from '../cognito/reply.ts';
import { issueTokens, type AuthenticationResult } from '../cognito/tokens.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { authenticateClient } from './authenticate-client.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthService } from './oauth-service.ts';
import { json } from './replies.ts';

/** `/oauth2/token`. @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html */
export async function exchange(service: OAuthService, request: SignedRequest): Promise<Reply> {
  const form = new URLSearchParams(request.body.toString());
  const client = authenticateClient(service, request, form);
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return json(200, await forMachine(service, client, form));
    case 'authorization_code':
      return json(200, await forCode(service, client, form));
    case 'refresh_token':
      return json(200, await forRefreshToken(service, client, form));
    case null:
      throw new OAuthError('invalid_request', 'grant_type is missing');
    default:
      throw new OAuthError('unsupported_grant_type');
  }
}

async function forMachine({ pool }: OAuthService, client: AppClient, form: URLSearchParams): Promise<object> {
  if (client.secret === null || !client.oauth?.grants.includes('client_credentials')) {
    throw new OAuthError('unauthorized_client');
  }
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = grantedScopes(pool, client, asked);
  if (!scopes) throw new OAuthError('invalid_scope');
  const { AccessToken, ExpiresIn, TokenType } = await machineToken(pool, client, scopes);
  return { access_token: AccessToken, expires_in: ExpiresIn, token_type: TokenType };
}

async function forCode(service: OAuthService, client: AppClient, form: URLSearchParams): Promise<object> {
  const { pool, codes } = service;
  const code = codes.take(form.get('code') ?? '');
  if (code?.clientId !== client.id || code.redirectUri !== form.get('redirect_uri')) {
    throw new OAuthError('invalid_grant');
  }
  if (!isProven(code.challenge, form.get('code_verifier'))) throw new OAuthError('invalid_grant');
  const user = pool.store.user(code.username);
  if (!user?.enabled) throw new OAuthError('invalid_grant');
  const { scopes, nonce } = code;
  return shown(await issueTokens(pool, client, user, { scopes, nonce }), scopes);
}

// A verifier without a challenge is as wrong as a challenge without its verifier.
function isProven(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

async function forRefreshToken(
  { pool }: OAuthService,
  client: AppClient,
  form: URLSearchParams,
): Promise<object> {
  try {
    const { tokens, scopes } = await continueSignIn(pool, client, form.get('refresh_token') ?? '');
    return shown(tokens, scopes);
  } catch (error) {
    if (error instanceof CognitoException) throw new OAuthError('invalid_grant');
    throw error;
  }
}

function shown(tokens: AuthenticationResult, scopes: readonly string[] | undefined): object {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = tokens;
  return {
    ...(scopes?.includes('openid') === false ? {} : { id_token: IdToken }),
    access_token: AccessToken,
    ...(RefreshToken === undefined ? {} : { refresh_token: RefreshToken }),
    expires_in: ExpiresIn,
    token_type: TokenType,
  };
}
