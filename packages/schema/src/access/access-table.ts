import { print, type ASTNode } from 'graphql';
import { locate } from '../read/locate.ts';
import type { AccessMatrix, Role } from './access-matrix.ts';
import type { AccessOperation, AccessRow, AccessRule } from './access-row.ts';

/** The access table: every rule of the schema, as rows, with the look-ups that enforcement needs. */
export class AccessTable {
  readonly #matrices: ReadonlyMap<string, AccessMatrix>;
  readonly #byType = new Map<string, ReadonlyMap<string, readonly AccessRow[]>>();
  // A rule is laid over many fields, and printing it or counting its lines takes a while.
  readonly #rules = new Map<ASTNode, AccessRule>();
  #rows: readonly AccessRow[] | undefined;

  readonly #located: () => ReadonlyMap<string, AccessMatrix>;

  /**
   * @param matrices - The rules of each type: by model, and by `Type:field` elsewhere.
   * @param located - The same, of rules that know where they stand.
   */
  constructor(
    matrices: ReadonlyMap<string, AccessMatrix>,
    located: () => ReadonlyMap<string, AccessMatrix> = () => matrices,
  ) {
    this.#matrices = matrices;
    this.#located = located;
  }

  /** All rows, in the order of their JSON. */
  get rows(): readonly AccessRow[] {
    this.#rows ??= [...this.#matrices.values()]
      .map((matrix) => ({ matrix, key: JSON.stringify(matrix.type) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .flatMap(({ matrix }) => matrix.sortedRows());
    return this.#rows;
  }

  /** Whether rules stand on a model, or on a `Type:field`. */
  hasRules(type: string): boolean {
    return this.#matrices.has(type);
  }

  /** The fields that a type's rules cover: those declared in the source. */
  fieldsOf(type: string): readonly string[] {
    return this.#matrices.get(type)?.fields ?? [];
  }

  /** The rows of one type, whatever the field and operation. */
  rowsOf(type: string): readonly AccessRow[] {
    return [...this.#rowsByField(type).values()].flat();
  }

  /** The rows that let somebody do an operation on a field of a type. */
  rowsFor(type: string, field: string, operation: AccessOperation): readonly AccessRow[] {
    return (this.#rowsByField(type).get(field) ?? []).filter((row) => row.operations.includes(operation));
  }

  /**
   * The rows that may read a field where not everybody who reads the type may read it; undefined where the field needs
   * no check of its own. AWS's transformer puts a resolver on just those fields.
   */
  readersOf(type: string, field: string): readonly AccessRow[] | undefined {
    const readers = this.#matrices.get(type)?.readersOf(field);
    if (!readers) return undefined;
    const rows = this.#rowsByField(type).get(field) ?? [];
    return rows.filter((row) => readers.some((role) => isSameRole(role, row)));
  }

  /** The `@auth` rule that a row comes from: its text, and where it stands. */
  ruleOf(row: AccessRow): AccessRule | undefined {
    const node = this.#located().get(row.type)?.ruleOf(row, row.field);
    if (!node) return undefined;
    let rule = this.#rules.get(node);
    if (!rule) {
      const [location] = locate(node);
      rule = { text: print(node), ...(location && { location }) };
      this.#rules.set(node, rule);
    }
    return rule;
  }

  #rowsByField(type: string): ReadonlyMap<string, readonly AccessRow[]> {
    let rows = this.#byType.get(type);
    if (!rows) {
      rows = Map.groupBy(this.#matrices.get(type)?.rows() ?? [], (row) => row.field);
      this.#byType.set(type, rows);
    }
    return rows;
  }
}

function isSameRole(a: Role, b: Role): boolean {
  return (
    a.provider === b.provider &&
    a.strategy === b.strategy &&
    a.static === b.static &&
    a.claim === b.claim &&
    a.entity === b.entity
  );
}
