import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../store/database.ts';
import { randomName } from './random-name.ts';
import { Statements } from './statements.ts';

const tables = `
  CREATE TABLE IF NOT EXISTS cognito_pool (id TEXT PRIMARY KEY, key TEXT, pepper TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_client (id TEXT PRIMARY KEY, pool_id TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cognito_domain (
    domain TEXT PRIMARY KEY, pool_id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
`;

/** Which user pools a database holds. */
export class PoolDirectory {
  readonly database: DatabaseSync;
  readonly #rows: Statements;

  constructor(database: DatabaseSync) {
    database.exec(tables);
    this.database = database;
    this.#rows = new Statements(database);
  }

  /** The oldest first. */
  ids(): string[] {
    return this.#rows.all('SELECT id FROM cognito_pool ORDER BY rowid').map(({ id }) => String(id));
  }

  has(id: string): boolean {
    return this.#rows.first('SELECT id FROM cognito_pool WHERE id = ?', id) !== undefined;
  }

  /** The pool of an app client. */
  ofClient(clientId: string): string | undefined {
    const row = this.#rows.first('SELECT pool_id FROM cognito_client WHERE id = ?', clientId);
    return row && String(row.pool_id);
  }

  poolOfDomain(domain: string): string | undefined {
    const row = this.#rows.first('SELECT pool_id FROM cognito_domain WHERE domain = ?', domain);
    return row && String(row.pool_id);
  }

  /** The domain of a pool, which has one at most. */
  domainOf(id: string): { readonly domain: string; readonly version: number } | undefined {
    const row = this.#rows.first('SELECT domain, version FROM cognito_domain WHERE pool_id = ?', id);
    return row && { domain: String(row.domain), version: Number(row.version) };
  }

  addDomain(domain: string, id: string, version: number): void {
    const sql = 'INSERT INTO cognito_domain (domain, pool_id, version) VALUES (?, ?, ?)';
    this.#rows.run(sql, domain, id, version);
  }

  updateDomain(domain: string, version: number): void {
    this.#rows.run('UPDATE cognito_domain SET version = ? WHERE domain = ?', version, domain);
  }

  deleteDomain(domain: string): void {
    this.#rows.run('DELETE FROM cognito_domain WHERE domain = ?', domain);
  }

  /** Makes an empty pool and returns its id. */
  add(region: string): string {
    const id = `${region}_${randomName(9)}`;
    const pepper = randomBytes(32).toString('hex');
    this.#rows.run('INSERT INTO cognito_pool (id, pepper) VALUES (?, ?)', id, pepper);
    return id;
  }

  /** Takes away every row of a pool, in whichever table. */
  delete(id: string): void {
    const ofPools = this.#rows.all(
      `SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name LIKE 'cognito%' AND c.name = 'pool_id'`,
    );
    inTransaction(this.database, () => {
      this.#rows.run(
        'DELETE FROM cognito_sign_in WHERE client_id IN (SELECT id FROM cognito_client WHERE pool_id = ?)',
        id,
      );
      for (const { name } of ofPools) this.#rows.run(`DELETE FROM "${String(name)}" WHERE pool_id = ?`, id);
      this.#rows.run('DELETE FROM cognito_pool WHERE id = ?', id);
    });
  }
}
