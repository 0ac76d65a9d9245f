import type { User } from '../cognito/entities.ts';
import type { Reply } from '../cognito/reply.ts';
import { TokenError } from '../cognito/verify-token.ts';
import { header, type SignedRequest } from '../sigv4/signed-request.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthService } from './oauth-service.ts';
import { json } from './replies.ts';

/** `/oauth2/userInfo`: the attributes of whoever has an access token with the scope `openid`. */
export async function userInfo({ pool, verifyToken }: OAuthService, request: SignedRequest): Promise<Reply> {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(header(request, 'authorization') ?? '') ?? [];
  const claims = await verifyToken(token).catch((error: unknown) => {
    throw error instanceof TokenError ? invalid('Access token is expired, disabled, or deleted.') : error;
  });
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const user = pool.store.user(claims.sub);
  if (claims.token_use !== 'access' || !scopes.includes('openid') || !user?.enabled) {
    throw invalid('Access token does not contain openid scope');
  }
  const { sub, username } = user;
  return json(200, { sub, ...attributesFor(user, scopes), username });
}

const scopeOf: Readonly<Record<string, string>> = {
  email: 'email',
  email_verified: 'email',
  phone_number: 'phone',
  phone_number_verified: 'phone',
};

function attributesFor({ attributes }: User, scopes: readonly string[]): object {
  const entries = Object.entries(attributes).filter(([name]) => scopes.includes(scopeOf[name] ?? 'profile'));
  return Object.fromEntries(entries);
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_token', description, { status: 401 });
}
