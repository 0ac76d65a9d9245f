import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AppClient, Group, PoolSettings, ResourceServer, User } from './entities.ts';
import { poolDefaults } from './pool-settings.ts';
import { randomName } from './random-name.ts';
import { Statements, type Row } from './statements.ts';

// Names are compared without regard to case, as in every pool that was made since 2020 and does not say otherwise.
const tables = `
  CREATE TABLE IF NOT EXISTS cognito_pool (id TEXT PRIMARY KEY, key TEXT, pepper TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_settings (pool_id TEXT PRIMARY KEY, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_client (id TEXT PRIMARY KEY, pool_id TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_resource_server (
    pool_id TEXT, identifier TEXT, json TEXT NOT NULL, PRIMARY KEY (pool_id, identifier));
  CREATE TABLE IF NOT EXISTS cognito_group (pool_id TEXT, name TEXT, json TEXT NOT NULL, PRIMARY KEY (pool_id, name));
  CREATE TABLE IF NOT EXISTS cognito_user (
    pool_id TEXT, username TEXT COLLATE NOCASE, sub TEXT NOT NULL UNIQUE, json TEXT NOT NULL,
    PRIMARY KEY (pool_id, username));
  CREATE TABLE IF NOT EXISTS cognito_membership (
    pool_id TEXT, username TEXT COLLATE NOCASE, name TEXT, PRIMARY KEY (pool_id, username, name));
`;

/** What AWS sets an app client to that does not say otherwise. */
export const clientDefaults: Omit<AppClient, 'id' | 'name' | 'secret'> = {
  flows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  accessTokenSeconds: 3600,
  idTokenSeconds: 3600,
  refreshTokenSeconds: 30 * 86_400,
  preventUserExistenceErrors: 'LEGACY',
};

/** What the backend's own pool is set to. */
const usualSettings: PoolSettings = {
  ...poolDefaults,
  mfa: 'OFF',
  selfSignUp: true,
  name: 'local',
  autoVerified: ['email', 'phone_number'],
};

export type { AppClient } from './entities.ts';

/** The app clients, groups and users of one user pool, in the backend's database. */
export class PoolStore {
  readonly poolId: string;
  /** A secret of the pool, for answers that must be the same each time and cannot be guessed. */
  readonly pepper: string;
  readonly #rows: Statements;
  readonly #now: () => number;
  #settings: PoolSettings | undefined;

  /** Opens a pool of the database; without an id the first, which is made where there is none. */
  constructor(database: DatabaseSync, region: string, now: () => number, poolId?: string) {
    database.exec(tables);
    this.#now = now;
    this.#rows = new Statements(database);
    const pool =
      poolId === undefined
        ? this.#rows.first('SELECT id, pepper FROM cognito_pool ORDER BY rowid')
        : this.#rows.first('SELECT id, pepper FROM cognito_pool WHERE id = ?', poolId);
    this.poolId = pool ? String(pool.id) : `${region}_${randomName(9)}`;
    this.pepper = pool ? String(pool.pepper) : randomBytes(32).toString('hex');
    if (!pool)
      this.#rows.run('INSERT INTO cognito_pool (id, pepper) VALUES (?, ?)', this.poolId, this.pepper);
    // Also a pool of an older data folder, which never had a date.
    if (this.settings.createdAt === 0) this.changeSettings(this.#dates());
  }

  #dates(): { readonly createdAt: number; readonly modifiedAt: number } {
    const at = this.#now();
    return { createdAt: at, modifiedAt: at };
  }

  /** The part of the pool id after the region, which SRP mixes into every hash. */
  get poolName(): string {
    return this.poolId.slice(this.poolId.indexOf('_') + 1);
  }

  /** The private key that the pool signs with, as a JWK in JSON. */
  get signingKey(): string | undefined {
    const row = this.#rows.first('SELECT key FROM cognito_pool WHERE id = ?', this.poolId);
    return typeof row?.key === 'string' ? row.key : undefined;
  }

  set signingKey(jwk: string) {
    this.#rows.run('UPDATE cognito_pool SET key = ? WHERE id = ?', jwk, this.poolId);
  }

  get settings(): PoolSettings {
    const row = (): Row | undefined =>
      this.#rows.first('SELECT json FROM cognito_settings WHERE pool_id = ?', this.poolId);
    return (this.#settings ??= { ...usualSettings, ...fromJson<Partial<PoolSettings>>(row()) });
  }

  changeSettings(change: Partial<PoolSettings>): void {
    const sql = 'INSERT OR REPLACE INTO cognito_settings (pool_id, json) VALUES (?, ?)';
    const settings = { ...this.settings, ...change };
    this.#rows.run(sql, this.poolId, JSON.stringify(settings));
    this.#settings = settings;
  }

  client(id: string): AppClient | undefined {
    const row = this.#rows.first(
      'SELECT json FROM cognito_client WHERE id = ? AND pool_id = ?',
      id,
      this.poolId,
    );
    return row && fromJson<AppClient>(row);
  }

  clients(): AppClient[] {
    const sql = 'SELECT json FROM cognito_client WHERE pool_id = ? ORDER BY rowid';
    return this.#rows.all(sql, this.poolId).map((row) => fromJson<AppClient>(row));
  }

  /**
   * Makes an app client; one with a secret when `confidential`. Defaults are AWS's: SRP and refresh, tokens of an hour,
   * refresh tokens of thirty days.
   */
  addClient(
    settings: Partial<Omit<AppClient, 'id' | 'secret'>> & { name: string; confidential?: boolean },
  ): AppClient {
    const { confidential = false, ...given } = settings;
    const secret = confidential ? randomName(51) : null;
    const client: AppClient = {
      ...{ ...clientDefaults, ...this.#dates(), ...given },
      ...{ id: randomName(26), secret },
    };
    const sql = 'INSERT INTO cognito_client (id, pool_id, json) VALUES (?, ?, ?)';
    this.#rows.run(sql, client.id, this.poolId, JSON.stringify(client));
    return client;
  }

  /** Replaces an app client, which stays as old as it is. */
  updateClient(client: AppClient): AppClient {
    const createdAt = this.client(client.id)?.createdAt;
    const updated = { ...client, createdAt, modifiedAt: this.#now() };
    const sql = 'UPDATE cognito_client SET json = ? WHERE id = ? AND pool_id = ?';
    this.#rows.run(sql, JSON.stringify(updated), client.id, this.poolId);
    return updated;
  }

  deleteClient(id: string): void {
    this.#rows.run('DELETE FROM cognito_client WHERE id = ? AND pool_id = ?', id, this.poolId);
  }

  resourceServer(identifier: string): ResourceServer | undefined {
    const sql = 'SELECT json FROM cognito_resource_server WHERE pool_id = ? AND identifier = ?';
    const row = this.#rows.first(sql, this.poolId, identifier);
    return row && fromJson<ResourceServer>(row);
  }

  resourceServers(): ResourceServer[] {
    const sql = 'SELECT json FROM cognito_resource_server WHERE pool_id = ? ORDER BY identifier';
    return this.#rows.all(sql, this.poolId).map((row) => fromJson<ResourceServer>(row));
  }

  putResourceServer(server: ResourceServer): void {
    const sql = 'INSERT OR REPLACE INTO cognito_resource_server (pool_id, identifier, json) VALUES (?, ?, ?)';
    this.#rows.run(sql, this.poolId, server.identifier, JSON.stringify(server));
  }

  deleteResourceServer(identifier: string): void {
    const sql = 'DELETE FROM cognito_resource_server WHERE pool_id = ? AND identifier = ?';
    this.#rows.run(sql, this.poolId, identifier);
  }

  group(name: string): Group | undefined {
    const sql = 'SELECT json FROM cognito_group WHERE pool_id = ? AND name = ?';
    const row = this.#rows.first(sql, this.poolId, name);
    return row && fromJson<Group>(row);
  }

  groups(): Group[] {
    const sql = 'SELECT json FROM cognito_group WHERE pool_id = ? ORDER BY name';
    return this.#rows.all(sql, this.poolId).map((row) => fromJson<Group>(row));
  }

  /** Makes a group, or leaves the one of that name alone. */
  addGroup(group: Group): Group {
    const added = { ...group, ...this.#dates() };
    const sql = 'INSERT OR IGNORE INTO cognito_group (pool_id, name, json) VALUES (?, ?, ?)';
    this.#rows.run(sql, this.poolId, group.name, JSON.stringify(added));
    return added;
  }

  putGroup(group: Group): Group {
    const put = { ...group, modifiedAt: this.#now() };
    const sql = 'UPDATE cognito_group SET json = ? WHERE pool_id = ? AND name = ?';
    this.#rows.run(sql, JSON.stringify(put), this.poolId, group.name);
    return put;
  }

  deleteGroup(name: string): void {
    this.#rows.run('DELETE FROM cognito_membership WHERE pool_id = ? AND name = ?', this.poolId, name);
    this.#rows.run('DELETE FROM cognito_group WHERE pool_id = ? AND name = ?', this.poolId, name);
  }

  /** The user with this name, `sub`, or whatever else the pool lets people sign in with. */
  user(name: string): User | undefined {
    return this.#named(name) ?? this.#called(name);
  }

  /** Whether there is a user with this `sub` who is disabled; asked for every request with a token. */
  isDisabled(sub: string): boolean {
    const sql =
      "SELECT json_extract(json, '$.enabled') AS enabled FROM cognito_user WHERE pool_id = ? AND sub = ?";
    return this.#rows.first(sql, this.poolId, sub)?.enabled === 0;
  }

  #named(nameOrSub: string): User | undefined {
    const sql =
      'SELECT username, sub, json FROM cognito_user WHERE pool_id = ? AND (username = ? OR sub = ?)';
    const row = this.#rows.first(sql, this.poolId, nameOrSub, nameOrSub);
    return row && toUser(row);
  }

  #called(name: string): User | undefined {
    const { usernameAttributes, aliasAttributes } = this.settings;
    for (const attribute of [...usernameAttributes, ...aliasAttributes]) {
      const user = this.userWith(attribute, name);
      if (user) return user;
    }
    return undefined;
  }

  /** The user who can sign in with an attribute: as an alias, an address has to be verified. */
  userWith(attribute: string, value: string): User | undefined {
    const sql = `SELECT username, sub, json FROM cognito_user
      WHERE pool_id = ? AND json_extract(json, '$.attributes.' || ?) = ? COLLATE NOCASE`;
    const isName = this.settings.usernameAttributes.some((name) => name === attribute);
    return this.#rows
      .all(sql, this.poolId, attribute, value)
      .map(toUser)
      .find(
        ({ attributes }) =>
          isName || attribute === 'preferred_username' || attributes[`${attribute}_verified`] === 'true',
      );
  }

  users(): User[] {
    const sql = 'SELECT username, sub, json FROM cognito_user WHERE pool_id = ? ORDER BY username';
    return this.#rows.all(sql, this.poolId).map(toUser);
  }

  usersIn(group: string): User[] {
    const sql = `SELECT u.username, u.sub, u.json FROM cognito_user u JOIN cognito_membership m
      ON m.pool_id = u.pool_id AND m.username = u.username WHERE m.pool_id = ? AND m.name = ? ORDER BY u.username`;
    return this.#rows.all(sql, this.poolId, group).map(toUser);
  }

  addUser(user: Omit<User, 'sub'> & { readonly sub?: string | undefined }): User {
    const added = { ...user, sub: user.sub ?? randomUUID() };
    const { username, sub, ...rest } = added;
    const sql = 'INSERT INTO cognito_user (pool_id, username, sub, json) VALUES (?, ?, ?, ?)';
    this.#rows.run(sql, this.poolId, username, sub, JSON.stringify(rest));
    return added;
  }

  updateUser(username: string, change: Partial<Omit<User, 'username' | 'sub'>>, nowMs: number): void {
    const user = this.user(username);
    if (!user) return;
    const { username: name, sub: _, ...rest } = { ...user, ...change, modifiedAt: nowMs };
    const sql = 'UPDATE cognito_user SET json = ? WHERE pool_id = ? AND username = ?';
    this.#rows.run(sql, JSON.stringify(rest), this.poolId, name);
  }

  deleteUser(username: string): void {
    this.#rows.run(
      'DELETE FROM cognito_membership WHERE pool_id = ? AND username = ?',
      this.poolId,
      username,
    );
    this.#rows.run('DELETE FROM cognito_user WHERE pool_id = ? AND username = ?', this.poolId, username);
  }

  groupsOf(username: string): string[] {
    const sql = 'SELECT name FROM cognito_membership WHERE pool_id = ? AND username = ? ORDER BY rowid';
    return this.#rows.all(sql, this.poolId, username).map((row) => String(row.name));
  }

  addToGroup(username: string, group: string): void {
    const sql = 'INSERT OR IGNORE INTO cognito_membership (pool_id, username, name) VALUES (?, ?, ?)';
    this.#rows.run(sql, this.poolId, username, group);
  }

  removeFromGroup(username: string, group: string): void {
    const sql = 'DELETE FROM cognito_membership WHERE pool_id = ? AND username = ? AND name = ?';
    this.#rows.run(sql, this.poolId, username, group);
  }
}

function fromJson<Value>(row: Row | undefined): Value {
  return JSON.parse(String(row?.json ?? '{}')) as Value;
}

function toUser(row: Row): User {
  return {
    username: String(row.username),
    sub: String(row.sub),
    ...fromJson<Omit<User, 'username' | 'sub'>>(row),
  };
}
