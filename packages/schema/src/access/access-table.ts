import { readOperations, type AccessOperation, type AccessRow } from './access-row.ts';

/** The access table: every rule of the schema, as rows, with the look-ups that enforcement needs. */
export class AccessTable {
  /** All rows, in a stable order. */
  readonly rows: readonly AccessRow[];
  readonly #byType: ReadonlyMap<string, readonly AccessRow[]>;
  readonly #fields: ReadonlyMap<string, readonly string[]>;

  /**
   * @param rows - One row per role and field, in any order.
   * @param fields - For each type with rules the fields that the rules cover, those without any row included.
   */
  constructor(rows: readonly AccessRow[], fields: ReadonlyMap<string, readonly string[]>) {
    this.rows = rows
      .map((row) => ({ row, key: JSON.stringify(row) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ row }) => row);
    this.#byType = Map.groupBy(this.rows, (row) => row.type);
    this.#fields = fields;
  }

  /** Whether rules stand on a model, or on a `Type:field`. */
  hasRules(type: string): boolean {
    return this.#fields.has(type);
  }

  /** The fields that a type's rules cover: those declared in the source. */
  fieldsOf(type: string): readonly string[] {
    return this.#fields.get(type) ?? [];
  }

  /** The rows of one type, whatever the field and operation. */
  rowsOf(type: string): readonly AccessRow[] {
    return this.#byType.get(type) ?? [];
  }

  /** The rows that let somebody do an operation on a field of a type. */
  rowsFor(type: string, field: string, operation: AccessOperation): readonly AccessRow[] {
    return this.rowsOf(type).filter((row) => row.field === field && row.operations.includes(operation));
  }

  /**
   * The rows that may read a field where not everybody who reads the type may read it; undefined where the field needs
   * no check of its own. AWS's transformer puts a resolver on just those fields.
   */
  readersOf(type: string, field: string): readonly AccessRow[] | undefined {
    if (!this.fieldsOf(type).includes(field)) return undefined;
    const readers = this.rowsOf(type).filter((row) =>
      row.operations.some((name) => readOperations.includes(name)),
    );
    const ofField = readers.filter((row) => row.field === field);
    return ofField.length === new Set(readers.map(roleOf)).size ? undefined : ofField;
  }
}

/** What makes two rows the same role, whatever the field. */
export function roleOf(row: AccessRow): string {
  return [row.provider, row.strategy, row.static, row.claim, row.entity].join('|');
}
