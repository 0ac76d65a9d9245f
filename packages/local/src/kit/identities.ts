import { randomUUID } from 'node:crypto';
import type { Backend } from '../backend.ts';
import { machineToken } from '../cognito/machine-tokens.ts';
import { makeVerifier } from '../cognito/srp.ts';
import { issueTokens } from '../cognito/tokens.ts';
import { fieldResource } from '../identity/field-resource.ts';
import { sessionArn } from '../identity/roles.ts';
import { signInToIdentityPool } from '../identity/sign-in.ts';
import { makePassword } from '../secrets.ts';
import { appClients } from '../set-up-pool.ts';
import type { IamPrincipal } from '../sigv4/principal.ts';
import { bySignature, byToken, identityWith, type TestIdentity, type TestUser } from './test-identity.ts';

/** A user to be. */
export interface UserOptions {
  /** Signs in whoever has the name, or makes that user. @defaultValue a new user each time */
  readonly username?: string;
  readonly groups?: readonly string[];
  /** Such as `email` or `custom:tenant`; they are in the ID token only. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Which token proves the user to the API. @defaultValue `access` */
  readonly tokenUse?: 'access' | 'id';
}

/** A machine to be. */
export interface MachineOptions {
  /** The scopes of its token, as `server/scope`. @defaultValue none */
  readonly scopes?: readonly string[];
}

/** A role to be. */
export interface RoleOptions {
  /** The root fields that its policy allows, as `Query.getItem`, `Mutation.*` or `*`. */
  readonly fields: readonly string[];
  /** @defaultValue `test` */
  readonly name?: string;
}

/** A user of the pool, signed in. Groups that are not there are made. */
export async function asUser(backend: Backend, endpoint: string, options: UserOptions): Promise<TestUser> {
  const { pool } = backend.cognito;
  const { store } = pool;
  const { username = `user-${randomUUID()}`, groups = [], attributes = {}, tokenUse = 'access' } = options;
  const password = backend.secrets.passwords[username] ?? makePassword();
  backend.secrets.passwords[username] = password;
  const at = backend.now();
  const user =
    store.user(username) ??
    store.addUser({
      username,
      enabled: true,
      status: 'CONFIRMED',
      attributes,
      password: makeVerifier(store.poolName, username, password),
      createdAt: at,
      modifiedAt: at,
    });
  for (const name of groups) {
    store.addGroup({ name, description: null });
    store.addToGroup(username, name);
  }
  const issued = await issueTokens(pool, appClients(backend.cognito).public, user);
  const { AccessToken: accessToken, IdToken: idToken, RefreshToken: refreshToken = '' } = issued;
  const tokens = { accessToken, idToken, refreshToken };
  const identity = identityWith(endpoint, byToken(tokenUse === 'id' ? idToken : accessToken));
  return { ...identity, username, password, sub: user.sub, tokens };
}

/** A machine with a token of its own app client. */
export async function asMachine(
  { cognito: { pool } }: Backend,
  endpoint: string,
  { scopes = [] }: MachineOptions,
): Promise<TestIdentity> {
  const client = pool.store.addClient({
    name: 'machine',
    confidential: true,
    flows: ['ALLOW_CLIENT_TOKEN_AUTH'],
    oauth: { grants: ['client_credentials'], scopes, callbackUrls: [], logoutUrls: [] },
  });
  const { AccessToken } = await machineToken(pool, client, scopes);
  return identityWith(endpoint, byToken(AccessToken));
}

const sessionMs = 12 * 3_600_000;

/**
 * An IAM role with a policy of its own.
 *
 * @throws TypeError for a field that the schema does not have.
 */
export function asRole(
  backend: Backend,
  endpoint: string,
  { fields, name = 'test' }: RoleOptions,
): TestIdentity {
  const { principals, now, region } = backend;
  const principal: Omit<IamPrincipal, 'credentials' | 'expiresAt'> = {
    arn: sessionArn(name, 'test'),
    graphqlFields: fields.map((field) => fieldResource(backend.expanded, field)),
    mayAdministerUsers: false,
  };
  const credentials = principals.issue(principal, now() + sessionMs, now());
  return identityWith(endpoint, bySignature(endpoint, region, credentials, now));
}

/** A guest of the identity pool, or one of its users. */
export function asPoolIdentity(backend: Backend, endpoint: string, sub: string | undefined): TestIdentity {
  const { now, region, identityPool } = backend;
  const credentials = signInToIdentityPool(identityPool, sub);
  return identityWith(endpoint, bySignature(endpoint, region, credentials, now));
}
