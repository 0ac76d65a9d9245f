import type { JWTPayload } from 'jose';
import type { AppClient, User } from './entities.ts';
import type { Pool } from './pool.ts';
import { rolesOf, type GroupRoles } from './role-claims.ts';
import { runTrigger, triggerAttributes } from './triggers.ts';

/** Why tokens are made, as the trigger's source says it. */
export type TokenOccasion = 'Authentication' | 'HostedAuth' | 'RefreshTokens';

/** What the pre token generation trigger changes. */
export interface TokenOverrides {
  readonly groups: readonly string[];
  readonly roles: GroupRoles;
  id(claims: JWTPayload): JWTPayload;
  access(claims: JWTPayload): JWTPayload;
}

interface ClaimChanges {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null;
  readonly claimsToSuppress?: readonly string[] | null;
  readonly scopesToAdd?: readonly string[] | null;
  readonly scopesToSuppress?: readonly string[] | null;
}
interface GroupChanges {
  readonly iamRolesToOverride?: readonly string[] | null;
  readonly preferredRole?: string | null;
  readonly groupsToOverride?: readonly string[] | null;
}

/**
 * Asks the pre token generation trigger.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export async function tokenOverrides(
  pool: Pool,
  client: AppClient,
  user: User,
  occasion: TokenOccasion,
  scopes: readonly string[],
): Promise<TokenOverrides> {
  const groups = pool.store.groupsOf(user.username);
  const { roles, preferred } = rolesOf(pool, groups);
  const trigger = pool.triggers.preTokenGeneration;
  const later = typeof trigger === 'object' && trigger.version !== 'V1_0';
  const details = later ? 'claimsAndScopeOverrideDetails' : 'claimsOverrideDetails';
  const answered = await runTrigger(pool, 'preTokenGeneration', {
    source: `TokenGeneration_${occasion}`,
    username: user.username,
    clientId: client.id,
    request: {
      userAttributes: triggerAttributes(user),
      groupConfiguration: {
        groupsToOverride: groups,
        iamRolesToOverride: roles,
        preferredRole: preferred ?? null,
      },
      ...(later ? { scopes } : {}),
    },
    response: { [details]: null },
  });
  const given = (answered?.[details] ?? {}) as Record<string, unknown>;
  const changes = (given.groupOverrideDetails ?? {}) as GroupChanges;
  const id = (later ? given.idTokenGeneration : given) as ClaimChanges | null | undefined;
  const access = (later ? given.accessTokenGeneration : null) as ClaimChanges | null | undefined;
  return {
    groups: changes.groupsToOverride ?? groups,
    roles: {
      roles: changes.iamRolesToOverride ?? roles,
      preferred: changes.preferredRole ?? preferred,
    },
    id: (claims) => changed(claims, id, !later),
    access: (claims) => scoped(changed(claims, access, false), access),
  };
}

/**
 * Asks the pre token generation trigger about a machine's token: from version 3 on it is asked.
 *
 * @returns What makes the token's claims of the usual ones.
 */
export async function machineOverrides(
  pool: Pool,
  client: AppClient,
  scopes: readonly string[],
): Promise<(claims: JWTPayload) => JWTPayload> {
  const trigger = pool.triggers.preTokenGeneration;
  if (typeof trigger !== 'object' || trigger.version !== 'V3_0') return (claims) => claims;
  const answered = await runTrigger(pool, 'preTokenGeneration', {
    source: 'TokenGeneration_ClientCredentials',
    username: client.id,
    clientId: client.id,
    request: {
      userAttributes: {},
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  });
  const given = (answered?.claimsAndScopeOverrideDetails ?? {}) as Record<string, unknown>;
  const access = given.accessTokenGeneration as ClaimChanges | null | undefined;
  return (claims) => scoped(changed(claims, access, false), access);
}

// What no trigger may touch.
const fixed = new Set([
  ...[
    'acr',
    'amr',
    'at_hash',
    'auth_time',
    'azp',
    'exp',
    'iat',
    'iss',
    'jti',
    'nbf',
    'nonce',
    'origin_jti',
    'sub',
  ],
  ...[
    'token_use',
    'cognito:username',
    'username',
    'client_id',
    'device_key',
    'event_id',
    'version',
    'aud',
    'identities',
  ],
]);

function changed(claims: JWTPayload, changes: ClaimChanges | null | undefined, asText: boolean): JWTPayload {
  const { claimsToAddOrOverride, claimsToSuppress } = changes ?? {};
  const added = Object.entries(claimsToAddOrOverride ?? {}).filter(([name]) => !fixed.has(name));
  const suppressed = (claimsToSuppress ?? []).filter((name) => !fixed.has(name));
  // The first version knows texts only.
  const all = {
    ...claims,
    ...Object.fromEntries(added.map(([name, value]) => [name, asText ? String(value) : value])),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !suppressed.includes(name)));
}

function scoped(claims: JWTPayload, changes: ClaimChanges | null | undefined): JWTPayload {
  const { scopesToAdd, scopesToSuppress } = changes ?? {};
  const scopes = new Set([...String(claims.scope ?? '').split(' '), ...(scopesToAdd ?? [])]);
  for (const scope of scopesToSuppress ?? []) scopes.delete(scope);
  return { ...claims, scope: [...scopes].filter((scope) => scope !== '').join(' ') };
}
