import type { DatabaseSync } from 'node:sqlite';
import type { SignIn } from './entities.ts';
import { Statements } from './statements.ts';

const tables = `
  CREATE TABLE IF NOT EXISTS cognito_sign_in (
    origin_jti TEXT PRIMARY KEY, username TEXT NOT NULL COLLATE NOCASE, client_id TEXT NOT NULL,
    auth_time INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS cognito_sign_in_user ON cognito_sign_in (username);
  CREATE INDEX IF NOT EXISTS cognito_sign_in_expiry ON cognito_sign_in (expires_at);
  CREATE TABLE IF NOT EXISTS cognito_refresh_token (
    hash TEXT PRIMARY KEY, origin_jti TEXT NOT NULL REFERENCES cognito_sign_in ON DELETE CASCADE,
    expires_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_rotated_token (
    hash TEXT PRIMARY KEY REFERENCES cognito_refresh_token ON DELETE CASCADE, rotated_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_sign_in_scopes (
    origin_jti TEXT PRIMARY KEY REFERENCES cognito_sign_in ON DELETE CASCADE, scopes TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_sign_in_device (
    origin_jti TEXT PRIMARY KEY REFERENCES cognito_sign_in ON DELETE CASCADE, device_key TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS cognito_refresh_token_origin ON cognito_refresh_token (origin_jti);
`;

// An expired refresh token is called expired for this long; after that nobody remembers it.
const remembrance = 86_400;

/** The sign-ins of a pool, their refresh tokens (as hashes only), and which of them were revoked. */
export class SignInStore {
  readonly #rows: Statements;

  readonly #poolId: string;

  constructor(database: DatabaseSync, poolId: string) {
    database.exec(tables);
    this.#poolId = poolId;
    this.#rows = new Statements(database);
  }

  /** Remembers a sign-in until `expiresAt`, in seconds since the epoch, and forgets those that ended long ago. */
  add(signIn: Omit<SignIn, 'revoked'>, expiresAt: number): void {
    this.#rows.run('DELETE FROM cognito_sign_in WHERE expires_at < ?', signIn.authTime - remembrance);
    this.#rows.run(
      'INSERT INTO cognito_sign_in (origin_jti, username, client_id, auth_time, expires_at) VALUES (?, ?, ?, ?, ?)',
      signIn.originJti,
      signIn.username,
      signIn.clientId,
      signIn.authTime,
      expiresAt,
    );
  }

  /** Remembers a refresh token by its hash; `expiresAt` in seconds since the epoch. */
  addRefreshToken(hash: string, originJti: string, expiresAt: number): void {
    const sql = 'INSERT INTO cognito_refresh_token (hash, origin_jti, expires_at) VALUES (?, ?, ?)';
    this.#rows.run(sql, hash, originJti, expiresAt);
  }

  /** The sign-in that a refresh token continues, and when the token expires, in seconds since the epoch. */
  byRefreshToken(hash: string): { signIn: SignIn; expiresAt: number } | undefined {
    const row = this.#rows.first(
      `SELECT s.origin_jti, s.username, s.client_id, s.auth_time, s.revoked, r.expires_at FROM cognito_refresh_token r
        JOIN cognito_sign_in s ON s.origin_jti = r.origin_jti WHERE r.hash = ?`,
      hash,
    );
    if (!row) return undefined;
    const signIn = {
      originJti: String(row.origin_jti),
      username: String(row.username),
      clientId: String(row.client_id),
      authTime: Number(row.auth_time),
      revoked: row.revoked === 1,
      deviceKey: this.deviceOf(String(row.origin_jti)),
    };
    return { signIn, expiresAt: Number(row.expires_at) };
  }

  /** Remembers what a sign-in through OAuth is for. */
  keepScopes(originJti: string, scopes: readonly string[]): void {
    const sql = 'INSERT INTO cognito_sign_in_scopes (origin_jti, scopes) VALUES (?, ?)';
    this.#rows.run(sql, originJti, scopes.join(' '));
  }

  /** What a sign-in is for; undefined where it was not through OAuth. */
  scopesOf(originJti: string): readonly string[] | undefined {
    const row = this.#rows.first('SELECT scopes FROM cognito_sign_in_scopes WHERE origin_jti = ?', originJti);
    return row && String(row.scopes).split(' ');
  }

  /** Remembers which device a sign-in began on. */
  keepDevice(originJti: string, deviceKey: string): void {
    const sql = 'INSERT INTO cognito_sign_in_device (origin_jti, device_key) VALUES (?, ?)';
    this.#rows.run(sql, originJti, deviceKey);
  }

  /** The device that a sign-in began on. */
  deviceOf(originJti: string): string | undefined {
    const sql = 'SELECT device_key FROM cognito_sign_in_device WHERE origin_jti = ?';
    const row = this.#rows.first(sql, originJti);
    return row && String(row.device_key);
  }

  /** Remembers that a refresh token was replaced, at first use only; in milliseconds since the epoch. */
  markRotated(hash: string, atMs: number): void {
    this.#rows.run(
      'INSERT OR IGNORE INTO cognito_rotated_token (hash, rotated_at) VALUES (?, ?)',
      hash,
      atMs,
    );
  }

  /** When a refresh token was replaced, in milliseconds since the epoch. */
  rotatedAt(hash: string): number | undefined {
    const row = this.#rows.first('SELECT rotated_at FROM cognito_rotated_token WHERE hash = ?', hash);
    return row && Number(row.rotated_at);
  }

  /** Ends one sign-in: its refresh token and every token made from it. */
  revoke(originJti: string): void {
    this.#rows.run('UPDATE cognito_sign_in SET revoked = 1 WHERE origin_jti = ?', originJti);
  }

  /** Ends all sign-ins of a user. Other pools have users of the same name: those keep theirs. */
  revokeAll(username: string): void {
    const sql = `UPDATE cognito_sign_in SET revoked = 1 WHERE username = ?
      AND client_id IN (SELECT id FROM cognito_client WHERE pool_id = ?)`;
    this.#rows.run(sql, username, this.#poolId);
  }

  isRevoked(originJti: string): boolean {
    return (
      this.#rows.first('SELECT revoked FROM cognito_sign_in WHERE origin_jti = ?', originJti)?.revoked === 1
    );
  }
}
