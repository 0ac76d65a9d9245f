import type { AppClient, ExplicitAuthFlow, OAuthSettings } from './entities.ts';
import { CognitoException, invalidParameter, unsupported } from './exception.ts';
import { oneOf, optionalInteger, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { customScopes } from './resource-servers.ts';
import { tokenValidity } from './token-validity.ts';

/** The settings of `CreateUserPoolClient` and `UpdateUserPoolClient` that this server has. */
export const settingKeys = [
  'ExplicitAuthFlows',
  'PreventUserExistenceErrors',
  'AccessTokenValidity',
  'IdTokenValidity',
  'RefreshTokenValidity',
  'TokenValidityUnits',
  'AuthSessionValidity',
  'RefreshTokenRotation',
  'AllowedOAuthFlows',
  'AllowedOAuthScopes',
  'AllowedOAuthFlowsUserPoolClient',
  'CallbackURLs',
  'LogoutURLs',
  'DefaultRedirectURI',
  'SupportedIdentityProviders',
];

type Settings = Partial<Omit<AppClient, 'id' | 'name' | 'secret' | 'secrets'>>;

/** Reads what an app client is to be set to. @throws CognitoException `InvalidParameterException`. */
export function readClientSettings(pool: Pool, input: Input, hasSecret: boolean): Settings {
  const flows = readFlows(input.ExplicitAuthFlows ?? []);
  const rotation = readRotation(input.RefreshTokenRotation as Input | undefined);
  if (rotation && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.');
  }
  if (flows.includes('ALLOW_CLIENT_TOKEN_AUTH') && (flows.length > 1 || !hasSecret)) {
    throw invalidParameter('ALLOW_CLIENT_TOKEN_AUTH has to be the only flow of a client with a secret.');
  }
  const oauth = readOAuth(pool, input, hasSecret);
  const sessionMinutes = optionalInteger(input, 'AuthSessionValidity', 3, 15);
  return {
    ...(flows.length > 0 ? { flows } : rotation ? { flows: ['ALLOW_USER_SRP_AUTH'] } : {}),
    ...tokenValidity(input),
    preventUserExistenceErrors: oneOf(input, 'PreventUserExistenceErrors', ['LEGACY', 'ENABLED']) ?? 'LEGACY',
    ...(rotation ? { rotation } : {}),
    ...(oauth ? { oauth } : {}),
    ...(sessionMinutes === undefined ? {} : { sessionMinutes }),
  };
}

function readRotation(rotation: Input | null | undefined): AppClient['rotation'] {
  if (rotation == null || oneOf(rotation, 'Feature', ['ENABLED', 'DISABLED']) !== 'ENABLED') return undefined;
  return { graceSeconds: optionalInteger(rotation, 'RetryGracePeriodSeconds', 0, 60) ?? 0 };
}

const standardScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

function readOAuth(pool: Pool, input: Input, hasSecret: boolean): OAuthSettings | undefined {
  const grants = strings(input, 'AllowedOAuthFlows');
  const scopes = strings(input, 'AllowedOAuthScopes');
  const providers = strings(input, 'SupportedIdentityProviders');
  if (providers.some((name) => name !== 'COGNITO')) throw unsupported('An identity provider but COGNITO');
  if (grants.length === 0 && scopes.length === 0) return undefined;
  if (grants.includes('implicit')) throw unsupported('The OAuth flow implicit');
  if (grants.includes('client_credentials') && (!hasSecret || grants.length > 1)) {
    throw new CognitoException(
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected along with code flow or implicit flow, or without a client secret.',
    );
  }
  const known = new Set([...standardScopes, ...customScopes(pool)]);
  const unknown = scopes.find((scope) => !known.has(scope));
  if (unknown !== undefined) {
    throw new CognitoException('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  }
  return {
    grants: grants.filter((grant) => grant === 'code' || grant === 'client_credentials'),
    scopes,
    callbackUrls: strings(input, 'CallbackURLs'),
    logoutUrls: strings(input, 'LogoutURLs'),
  };
}

function strings(input: Input, key: string): string[] {
  const value = input[key] ?? [];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw new CognitoException('SerializationException', `${key} is not a list of strings.`);
  }
  return value;
}

const supportedFlows: readonly ExplicitAuthFlow[] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CLIENT_TOKEN_AUTH',
];
// What AWS has too: switching them on would promise what this server does not do.
const otherFlows: readonly unknown[] = ['ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'];

function readFlows(value: unknown): ExplicitAuthFlow[] {
  if (!Array.isArray(value)) {
    throw new CognitoException('SerializationException', 'ExplicitAuthFlows is not a list.');
  }
  return value.map((name: unknown) => {
    const flow = supportedFlows.find((supported) => supported === name);
    if (flow) return flow;
    if (otherFlows.includes(name)) throw unsupported(`The explicit auth flow ${String(name)}`);
    throw invalidParameter(
      `1 validation error detected: Value at 'explicitAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${[...supportedFlows, ...otherFlows].join(', ')}]]`,
    );
  });
}
