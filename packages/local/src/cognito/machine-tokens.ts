import { checkSecret, findClient } from './app-client.ts';
import type { AppClient } from './entities.ts';
import { CognitoException, invalidParameter, notAuthorized } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { customScopes } from './resource-servers.ts';
import { signMachineToken } from './tokens.ts';

/** An access token for a machine. */
export interface MachineToken {
  readonly AccessToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
}

/** `GetClientToken`: a machine's access token without a domain. */
export async function getClientToken(pool: Pool, input: Input): Promise<object> {
  const client = findClient(pool, input);
  const secret = requiredString(input, 'Secret');
  if (client.secret === null) throw notAuthorized(`Client ${client.id} has no secret.`);
  checkSecret(client, secret);
  if (!client.flows.includes('ALLOW_CLIENT_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.');
  }
  const scopes = input.Scopes ?? undefined;
  if (scopes !== undefined && !isStrings(scopes)) {
    throw new CognitoException('SerializationException', 'Scopes is not a list of strings.');
  }
  const granted = grantedScopes(pool, client, scopes);
  if (!granted) throw invalidParameter('Invalid scope requested.');
  return { ClientAuthenticationResult: await machineToken(pool, client, granted) };
}

/**
 * The scopes that a machine gets: those that it asks for, or all of its app client's.
 *
 * @returns undefined where it asks for one that the client or its resource server has not.
 */
export function grantedScopes(
  pool: Pool,
  { oauth }: AppClient,
  asked: readonly string[] | undefined,
): readonly string[] | undefined {
  const existing = customScopes(pool);
  const allowed = (oauth?.scopes ?? []).filter((scope) => existing.has(scope));
  if (!asked || asked.length === 0) return allowed;
  return asked.every((scope) => allowed.includes(scope)) ? asked : undefined;
}

/** Signs a machine's access token. */
export async function machineToken(
  pool: Pool,
  client: AppClient,
  scopes: readonly string[],
): Promise<MachineToken> {
  return {
    AccessToken: await signMachineToken(pool, client, scopes),
    ExpiresIn: client.accessTokenSeconds,
    TokenType: 'Bearer',
  };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
