import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Statements } from '../cognito/statements.ts';

const tables = `
  CREATE TABLE IF NOT EXISTS identity_pool (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS identity (id TEXT PRIMARY KEY, sub TEXT UNIQUE) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS merged_identity (id TEXT PRIMARY KEY, into_id TEXT NOT NULL) WITHOUT ROWID;
`;

/** The identities of the backend's identity pool: guests, and users by their `sub`. */
export class IdentityStore {
  readonly poolId: string;
  readonly #region: string;
  readonly #rows: Statements;

  /** Opens the identity pool of the database, or makes one. */
  constructor(database: DatabaseSync, region: string) {
    database.exec(tables);
    this.#region = region;
    this.#rows = new Statements(database);
    const pool = this.#rows.first('SELECT id FROM identity_pool');
    this.poolId = pool ? String(pool.id) : `${region}:${randomUUID()}`;
    if (!pool) this.#rows.run('INSERT INTO identity_pool (id) VALUES (?)', this.poolId);
  }

  /** The identity of a user, the same each time, or a new one for a guest. */
  idFor(sub: string | undefined): string {
    const known =
      sub === undefined ? undefined : this.#rows.first('SELECT id FROM identity WHERE sub = ?', sub);
    if (known) return String(known.id);
    const id = `${this.#region}:${randomUUID()}`;
    this.#rows.run('INSERT INTO identity (id, sub) VALUES (?, ?)', id, sub ?? null);
    return id;
  }

  /** Whose an identity is: a user's `sub`, null for a guest, undefined where there is no such identity. */
  subOf(id: string): string | null | undefined {
    const row = this.#rows.first('SELECT sub FROM identity WHERE id = ?', id);
    if (!row) return undefined;
    return row.sub === null ? null : String(row.sub);
  }

  /** The identity that a guest's has been merged into, else the same one. */
  current(id: string): string {
    const merged = this.#rows.first('SELECT into_id FROM merged_identity WHERE id = ?', id);
    return merged ? String(merged.into_id) : id;
  }

  /**
   * Makes a guest's identity that of a user who signed in; that of a user who has one already is merged into it, and nobody
   * else gets it any more.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/switching-identities.html
   * @returns The user's identity.
   */
  claim(id: string, sub: string): string {
    const known = this.#rows.first('SELECT id FROM identity WHERE sub = ?', sub);
    if (!known) {
      this.#rows.run('UPDATE identity SET sub = ? WHERE id = ? AND sub IS NULL', sub, id);
      return id;
    }
    this.#rows.run('DELETE FROM identity WHERE id = ? AND sub IS NULL', id);
    this.#rows.run('INSERT INTO merged_identity (id, into_id) VALUES (?, ?)', id, String(known.id));
    return String(known.id);
  }
}
