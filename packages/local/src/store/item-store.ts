import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { KeySchema, Model } from '@postern/schema';
import { inTransaction } from './database.ts';

/** A stored record: attributes as GraphQL inputs left them, `AWSJSON` parsed. */
export type Item = Record<string, unknown>;

/** Where a page begins or ended: the key's place in scan or index order. */
export type Position = readonly [sort: string | number | null, scanOrder: string];

/** A condition on the sort key of an index. */
export interface SortCondition {
  readonly operator: 'eq' | 'lt' | 'le' | 'gt' | 'ge' | 'between' | 'beginsWith';
  /** One value, or the two of `between`. */
  readonly values: readonly (string | number)[];
}

/** A page to read, in scan order or along an index. */
export interface PageQuery {
  readonly model: Model;
  /** Undefined scans the table. */
  readonly along?: {
    readonly index: string;
    readonly partition: string | number;
    readonly descending: boolean;
  };
  readonly sort?: SortCondition;
  readonly after?: Position | undefined;
  /** Rows to read, before any filter. */
  readonly limit: number;
}

/** What a page query read. */
export interface StoredPage {
  readonly items: Item[];
  /** Where the next page begins; undefined at the end. */
  readonly last: Position | undefined;
}

const tables = `
  CREATE TABLE IF NOT EXISTS item (
    model TEXT NOT NULL, key TEXT NOT NULL, scan_order TEXT NOT NULL, json TEXT NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (model, key)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS item_scan ON item (model, scan_order);
  CREATE TABLE IF NOT EXISTS index_shape (model TEXT PRIMARY KEY, shape TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS index_entry (
    model TEXT NOT NULL, name TEXT NOT NULL, part, sort, scan_order TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (model, name, part, sort, scan_order));
`;

// What DynamoDB reads for one page at most.
const pageBytes = 1024 * 1024;

/** The name under which a primary key with a sort key is kept as an index of its own table. */
export const primaryIndex = '';

/** The records of all models, in one SQLite table with their index entries beside it. */
export class ItemStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(tables);
  }

  /** Makes the index entries of records that were written when the schema had other indexes. */
  ensureIndexes(model: Model): void {
    const shape = JSON.stringify([
      model.primaryKey,
      model.indexes.map(({ name, partition, sort }) => [name, partition, sort]),
    ]);
    const known = this.#statement('SELECT shape FROM index_shape WHERE model = ?').get(model.name);
    if (known?.shape === shape) return;
    inTransaction(this.#database, () => {
      this.#statement('DELETE FROM index_entry WHERE model = ?').run(model.name);
      for (const { key, json } of this.#statement('SELECT key, json FROM item WHERE model = ?').all(
        model.name,
      )) {
        this.#addEntries(model, JSON.parse(String(json)) as Item, String(key));
      }
      this.#statement('INSERT OR REPLACE INTO index_shape (model, shape) VALUES (?, ?)').run(
        model.name,
        shape,
      );
    });
  }

  /** How often a record was written; undefined where there is none. Tests of exactly-once count with it. */
  revision(model: Model, key: Item): number | undefined {
    const row = this.#statement('SELECT revision FROM item WHERE model = ? AND key = ?').get(
      model.name,
      keyText(model, key),
    );
    return row && Number(row.revision);
  }

  get(model: Model, key: Item): Item | undefined {
    const row = this.#statement('SELECT json FROM item WHERE model = ? AND key = ?').get(
      model.name,
      keyText(model, key),
    );
    return row && (JSON.parse(String(row.json)) as Item);
  }

  /** Writes a record, new or not, and counts the write in its revision. */
  put(model: Model, item: Item): void {
    inTransaction(this.#database, () => this.#write(model, item));
  }

  delete(model: Model, item: Item): void {
    const key = keyText(model, item);
    inTransaction(this.#database, () => {
      this.#statement('DELETE FROM item WHERE model = ? AND key = ?').run(model.name, key);
      this.#dropEntries(model, item);
    });
  }

  /**
   * Writes many records at once, leaving alone those whose key is there already.
   *
   * @returns How many were new.
   */
  seed(model: Model, items: Iterable<Item>): number {
    return inTransaction(this.#database, () => {
      let added = 0;
      for (const item of items) {
        if (this.get(model, item)) continue;
        this.#write(model, item);
        added += 1;
      }
      return added;
    });
  }

  page(query: PageQuery): StoredPage {
    const items: Item[] = [];
    let last: Position | undefined;
    let bytes = 0;
    for (const row of query.along ? this.#indexRows(query) : this.#scanRows(query)) {
      const json = String(row.json);
      items.push(JSON.parse(json) as Item);
      last = [(row.sort ?? null) as Position[0], String(row.scan_order)];
      bytes += json.length;
      if (bytes >= pageBytes) return { items, last };
    }
    // DynamoDB does not look ahead: a page that reaches its limit has a successor, which may be empty.
    return { items, last: items.length === query.limit ? last : undefined };
  }

  #scanRows({ model, after, limit }: PageQuery) {
    const sql =
      'SELECT json, scan_order FROM item WHERE model = ? AND scan_order > ? ORDER BY scan_order LIMIT ?';
    return this.#statement(sql).iterate(model.name, after?.[1] ?? '', limit);
  }

  #indexRows({ model, along, sort, after, limit }: PageQuery) {
    if (!along) throw new TypeError('An index query needs an index.');
    const values: SQLInputValue[] = [model.name, along.index, along.partition];
    const where = ['e.model = ? AND e.name = ? AND e.part = ?'];
    if (sort) {
      const condition = sortSql(sort);
      where.push(condition.sql);
      values.push(...condition.values);
    }
    if (after) {
      where.push(`(e.sort, e.scan_order) ${along.descending ? '<' : '>'} (?, ?)`);
      values.push(after[0] ?? '', after[1]);
    }
    const order = along.descending ? 'DESC' : 'ASC';
    const sql = `SELECT i.json, e.sort, e.scan_order FROM index_entry e JOIN item i ON i.model = e.model AND i.key = e.key
      WHERE ${where.join(' AND ')} ORDER BY e.sort ${order}, e.scan_order ${order} LIMIT ?`;
    return this.#statement(sql).iterate(...values, limit);
  }

  #write(model: Model, item: Item): void {
    const key = keyText(model, item);
    const before = this.get(model, item);
    if (before) this.#dropEntries(model, before);
    this.#statement(
      `INSERT INTO item (model, key, scan_order, json, revision) VALUES (?, ?, ?, ?, 1)
       ON CONFLICT (model, key) DO UPDATE SET json = excluded.json, revision = revision + 1`,
    ).run(model.name, key, scanOrder(key), JSON.stringify(item));
    this.#addEntries(model, item, key);
  }

  #addEntries(model: Model, item: Item, key: string): void {
    for (const { name, part, sort } of entriesOf(model, item)) {
      this.#statement(
        'INSERT INTO index_entry (model, name, part, sort, scan_order, key) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(model.name, name, part, sort, scanOrder(key), key);
    }
  }

  #dropEntries(model: Model, item: Item): void {
    const order = scanOrder(keyText(model, item));
    for (const { name, part, sort } of entriesOf(model, item)) {
      this.#statement(
        'DELETE FROM index_entry WHERE model = ? AND name = ? AND part = ? AND sort = ? AND scan_order = ?',
      ).run(model.name, name, part, sort, order);
    }
  }

  #statement(sql: string): StatementSync {
    const found = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, found);
    return found;
  }
}

function keyText(model: Model, item: Item): string {
  const { partition, sort } = model.primaryKey;
  return JSON.stringify([partition, ...sort].map((name) => item[name] ?? null));
}

// A scan reads in the order of a hash, as DynamoDB's does: stable, and telling nothing of insertion.
function scanOrder(key: string): string {
  return createHash('sha1').update(key).digest('hex');
}

interface Entry {
  readonly name: string;
  readonly part: string | number;
  readonly sort: string | number;
}

function entriesOf(model: Model, item: Item): Entry[] {
  const primary = model.primaryKey.sort.length > 0 ? [{ name: primaryIndex, ...model.primaryKey }] : [];
  // A record without one of the key's attributes is not in the index: DynamoDB's indexes are sparse.
  return [...primary, ...model.indexes].flatMap((index) => {
    const part = item[index.partition];
    const sort = sortValue(index, item);
    return isKeyValue(part) && sort !== undefined ? [{ name: index.name, part, sort }] : [];
  });
}

function isKeyValue(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

// Several sort fields are one attribute, joined by `#`, as Amplify's composite keys are.
function sortValue({ sort }: KeySchema, item: Item): string | number | undefined {
  const values = sort.map((name) => item[name]);
  if (!values.every(isKeyValue)) return undefined;
  const [first] = values;
  if (first === undefined) return '';
  return values.length === 1 ? first : values.join('#');
}

const comparisons = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

function sortSql({ operator, values }: SortCondition): { sql: string; values: readonly (string | number)[] } {
  const [value = ''] = values;
  if (operator === 'between') return { sql: 'e.sort BETWEEN ? AND ?', values };
  // The first part lets the index find the place.
  if (operator === 'beginsWith')
    return { sql: 'e.sort >= ? AND substr(e.sort, 1, length(?)) = ?', values: [value, value, value] };
  return { sql: `e.sort ${comparisons[operator]} ?`, values: [value] };
}
