import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { PasswordVerifier } from './srp.ts';

/** The sign-in flows that an app client may switch on. */
export type ExplicitAuthFlow =
  | 'ALLOW_USER_SRP_AUTH'
  | 'ALLOW_USER_PASSWORD_AUTH'
  | 'ALLOW_ADMIN_USER_PASSWORD_AUTH'
  | 'ALLOW_REFRESH_TOKEN_AUTH';

export interface AppClient {
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
  readonly flows: readonly ExplicitAuthFlow[];
  /** How long ID and access tokens are valid, in minutes. */
  readonly tokenMinutes: number;
  /** How long refresh tokens are valid, in days. */
  readonly refreshDays: number;
  /** Hides whether a user exists, as AWS's setting of the same name does. */
  readonly preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
}

export type UserStatus = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'UNCONFIRMED' | 'RESET_REQUIRED';

export interface User {
  readonly username: string;
  readonly sub: string;
  readonly enabled: boolean;
  readonly status: UserStatus;
  /** Everything but `sub`, such as `email`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly password: PasswordVerifier;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface Group {
  readonly name: string;
  readonly description: string | null;
}

export interface RefreshToken {
  readonly hash: string;
  readonly username: string;
  readonly clientId: string;
  /** Ties the tokens of one sign-in together. */
  readonly originJti: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  readonly expiresAt: number;
}

const tables = `
  CREATE TABLE IF NOT EXISTS cognito_pool (id TEXT PRIMARY KEY, key TEXT);
  CREATE TABLE IF NOT EXISTS cognito_client (id TEXT PRIMARY KEY, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_group (name TEXT PRIMARY KEY, description TEXT);
  CREATE TABLE IF NOT EXISTS cognito_user (username TEXT PRIMARY KEY, sub TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_membership (username TEXT, name TEXT, PRIMARY KEY (username, name));
  CREATE TABLE IF NOT EXISTS cognito_refresh (hash TEXT PRIMARY KEY, username TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_revoked (origin_jti TEXT PRIMARY KEY);
`;

/** The state of one user pool, in the backend's database. */
export class PoolStore {
  readonly poolId: string;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, region: string) {
    this.#database = database;
    database.exec(tables);
    const [pool] = this.#all('SELECT id FROM cognito_pool');
    this.poolId = pool ? String(pool.id) : `${region}_${alphanumeric(9)}`;
    if (!pool) this.#run('INSERT INTO cognito_pool (id) VALUES (?)', this.poolId);
  }

  /** The part of the pool id after the region, which SRP mixes into every hash. */
  get poolName(): string {
    return this.poolId.slice(this.poolId.indexOf('_') + 1);
  }

  get signingKey(): string | undefined {
    const [row] = this.#all('SELECT key FROM cognito_pool');
    return typeof row?.key === 'string' ? row.key : undefined;
  }

  set signingKey(jwk: string) {
    this.#run('UPDATE cognito_pool SET key = ?', jwk);
  }

  client(id: string): AppClient | undefined {
    const [row] = this.#all('SELECT json FROM cognito_client WHERE id = ?', id);
    return row && (JSON.parse(String(row.json)) as AppClient);
  }

  clients(): AppClient[] {
    return this.#all('SELECT json FROM cognito_client ORDER BY rowid').map(
      (row) => JSON.parse(String(row.json)) as AppClient,
    );
  }

  /** Makes an app client; one with a secret when `confidential`. */
  addClient(
    settings: Partial<Omit<AppClient, 'id' | 'secret'>> & { name: string; confidential?: boolean },
  ): AppClient {
    const client: AppClient = {
      id: alphanumeric(26),
      name: settings.name,
      secret: settings.confidential ? alphanumeric(51) : null,
      flows: settings.flows ?? ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      tokenMinutes: settings.tokenMinutes ?? 60,
      refreshDays: settings.refreshDays ?? 30,
      preventUserExistenceErrors: settings.preventUserExistenceErrors ?? 'LEGACY',
    };
    this.#run('INSERT INTO cognito_client (id, json) VALUES (?, ?)', client.id, JSON.stringify(client));
    return client;
  }

  group(name: string): Group | undefined {
    const [row] = this.#all('SELECT name, description FROM cognito_group WHERE name = ?', name);
    return row && toGroup(row);
  }

  groups(): Group[] {
    return this.#all('SELECT name, description FROM cognito_group ORDER BY name').map(toGroup);
  }

  addGroup(group: Group): void {
    this.#run(
      'INSERT OR IGNORE INTO cognito_group (name, description) VALUES (?, ?)',
      group.name,
      group.description,
    );
  }

  user(username: string): User | undefined {
    const [row] = this.#all(
      'SELECT username, sub, json FROM cognito_user WHERE username = ? OR sub = ?',
      username,
      username,
    );
    return row && toUser(row);
  }

  users(): User[] {
    return this.#all('SELECT username, sub, json FROM cognito_user ORDER BY username').map(toUser);
  }

  addUser(user: Omit<User, 'sub'>): User {
    const added = { ...user, sub: randomUUID() };
    const { username, sub, ...rest } = added;
    this.#run(
      'INSERT INTO cognito_user (username, sub, json) VALUES (?, ?, ?)',
      username,
      sub,
      JSON.stringify(rest),
    );
    return added;
  }

  updateUser(username: string, change: Partial<Omit<User, 'username' | 'sub'>>, nowMs: number): void {
    const user = this.user(username);
    if (!user) return;
    const { username: name, sub: _, ...rest } = { ...user, ...change, modifiedAt: nowMs };
    this.#run('UPDATE cognito_user SET json = ? WHERE username = ?', JSON.stringify(rest), name);
  }

  deleteUser(username: string): void {
    this.revokeAll(username);
    this.#run('DELETE FROM cognito_membership WHERE username = ?', username);
    this.#run('DELETE FROM cognito_user WHERE username = ?', username);
  }

  groupsOf(username: string): string[] {
    const rows = this.#all('SELECT name FROM cognito_membership WHERE username = ? ORDER BY rowid', username);
    return rows.map((row) => String(row.name));
  }

  addToGroup(username: string, group: string): void {
    this.#run('INSERT OR IGNORE INTO cognito_membership (username, name) VALUES (?, ?)', username, group);
  }

  removeFromGroup(username: string, group: string): void {
    this.#run('DELETE FROM cognito_membership WHERE username = ? AND name = ?', username, group);
  }

  refreshToken(hash: string): RefreshToken | undefined {
    const [row] = this.#all('SELECT json FROM cognito_refresh WHERE hash = ?', hash);
    return row && (JSON.parse(String(row.json)) as RefreshToken);
  }

  addRefreshToken(token: RefreshToken): void {
    const json = JSON.stringify(token);
    this.#run(
      'INSERT INTO cognito_refresh (hash, username, json) VALUES (?, ?, ?)',
      token.hash,
      token.username,
      json,
    );
  }

  /** Ends one sign-in: its refresh token and every token made from it. */
  revoke(token: Pick<RefreshToken, 'hash' | 'originJti'>): void {
    this.#run('INSERT OR IGNORE INTO cognito_revoked (origin_jti) VALUES (?)', token.originJti);
    this.#run('DELETE FROM cognito_refresh WHERE hash = ?', token.hash);
  }

  /** Ends all sign-ins of a user. */
  revokeAll(username: string): void {
    for (const row of this.#all('SELECT json FROM cognito_refresh WHERE username = ?', username)) {
      this.revoke(JSON.parse(String(row.json)) as RefreshToken);
    }
  }

  isRevoked(originJti: string): boolean {
    return this.#all('SELECT 1 FROM cognito_revoked WHERE origin_jti = ?', originJti).length > 0;
  }

  #all(sql: string, ...values: SQLInputValue[]) {
    return this.#database.prepare(sql).all(...values);
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values);
  }
}

function toGroup(row: Record<string, unknown>): Group {
  return {
    name: String(row.name),
    description: typeof row.description === 'string' ? row.description : null,
  };
}

function toUser(row: Record<string, unknown>): User {
  return {
    username: String(row.username),
    sub: String(row.sub),
    ...(JSON.parse(String(row.json)) as Omit<User, 'username' | 'sub'>),
  };
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

function alphanumeric(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}
