import { refusal } from '../read/refuse.ts';
import { readOperations, type AccessOperation, type AccessRow } from './access-row.ts';
import type { AuthRule } from './read-rules.ts';

/** Whom a rule is for, whatever the field and operation. */
export type Role = Pick<AccessRow, 'provider' | 'strategy' | 'static' | 'claim' | 'entity'>;

interface Cells {
  readonly role: Role;
  readonly allowed: Map<string, readonly AccessOperation[]>;
  /** The rule of the type, and the rules of fields that replace it. */
  readonly rule?: AuthRule['node'];
  readonly fieldRules: Map<string, AuthRule['node']>;
}

/** The rules of one type laid out by role and field, as the transformer does it: field rules replace those of the type. */
export class AccessMatrix {
  readonly type: string;
  readonly fields: readonly string[];
  readonly #roles = new Map<string, Cells>();
  readonly #cells = new Map<Role, Cells>();
  // Asked several times for every root field; by operation, on some field and on every field.
  readonly #found = {
    some: new Map<AccessOperation, readonly Role[]>(),
    every: new Map<AccessOperation, readonly Role[]>(),
  };
  #isUniform = true;

  constructor(type: string, fields: readonly string[]) {
    this.type = type;
    this.fields = fields;
  }

  /**
   * Lays a rule of the type over all of its fields.
   *
   * @param mayRepeat - Whether a later rule for the same role replaces the first, as in join types.
   * @throws SchemaError `invalid-auth` for a second rule for the same role.
   */
  addTypeRule(rule: AuthRule, mayRepeat = false): void {
    this.#changed();
    for (const role of rolesOf(rule)) {
      const key = keyOf(role);
      const existing = this.#roles.get(key);
      if (existing && !mayRepeat) {
        const problem = `Two @auth rules of ${this.type} are for the same ${describe(role)}.`;
        throw refusal('invalid-auth', rule.node, problem, 'Join their operations in one rule.');
      }
      const allowed = new Map(this.fields.map((field) => [field, rule.operations]));
      this.#keep(key, {
        role: existing?.role ?? role,
        allowed,
        rule: rule.node,
        fieldRules: new Map(),
      });
    }
  }

  /** Replaces what the type's rules say of a field by the field's own rules. */
  setFieldRules(field: string, rules: readonly AuthRule[]): void {
    this.#changed();
    this.#isUniform = false;
    for (const { allowed } of this.#roles.values()) allowed.delete(field);
    for (const rule of rules) {
      for (const role of rolesOf(rule)) {
        const key = keyOf(role);
        const cells: Cells = this.#roles.get(key) ?? { role, allowed: new Map(), fieldRules: new Map() };
        cells.allowed.set(field, rule.operations);
        cells.fieldRules.set(field, rule.node);
        this.#keep(key, cells);
      }
    }
  }

  /** Adds one operation on one field to a role, beside what it has. */
  grant(role: Role, field: string, operation: AccessOperation, node?: AuthRule['node']): void {
    this.#changed();
    this.#isUniform = false;
    const key = keyOf(role);
    const cells: Cells = this.#roles.get(key) ?? { role, allowed: new Map(), fieldRules: new Map() };
    const before = cells.allowed.get(field) ?? [];
    if (!before.includes(operation)) cells.allowed.set(field, [...before, operation]);
    if (node) cells.fieldRules.set(field, node);
    this.#keep(key, cells);
  }

  /** All roles, those with no operation left included. */
  roles(): Role[] {
    return [...this.#roles.values()].map(({ role }) => role);
  }

  /** The roles that may do an operation on some field, or on every field. */
  rolesFor(operation: AccessOperation, on: 'some' | 'every' = 'some'): readonly Role[] {
    let found = this.#found[on].get(operation);
    if (!found) {
      // Without rules of fields, each field is like the first.
      const fields = this.#isUniform ? this.fields.slice(0, 1) : this.fields;
      const roles: Role[] = [];
      for (const { role, allowed } of this.#roles.values())
        if (fields[on]((field) => allowed.get(field)?.includes(operation) ?? false)) roles.push(role);
      found = roles;
      this.#found[on].set(operation, found);
    }
    return found;
  }

  /**
   * The roles that may read a field where not everybody who gets the record may; undefined where the field needs no
   * check of its own.
   *
   * @see AuthTransformer.generateResolvers in @aws-amplify/graphql-auth-transformer
   */
  readersOf(field: string): readonly Role[] | undefined {
    // Where no field has rules of its own, whoever gets the record may read it all.
    if (this.#isUniform || !this.fields.includes(field)) return undefined;
    const getters = this.rolesFor('get');
    const may = (role: Role): readonly AccessOperation[] => this.#cells.get(role)?.allowed.get(field) ?? [];
    const open = getters.filter(
      (role) => isSignedIn(role) && readOperations.every((name) => may(role).includes(name)),
    );
    const asked =
      open.length === 0
        ? getters
        : getters.filter((role) => isSignedIn(role) || open.every((one) => one.provider !== role.provider));
    const allowed = asked.filter((role) => may(role).some((name) => readOperations.includes(name)));
    return allowed.length < asked.length ? allowed : undefined;
  }

  /** The rule in the source that gives a role its operations on a field. */
  ruleOf(role: Role, field: string): AuthRule['node'] | undefined {
    const cells = this.#roles.get(keyOf(role));
    return cells?.fieldRules.get(field) ?? cells?.rule;
  }

  /** The rows of the table, cells without an operation left out. */
  rows(): AccessRow[] {
    return [...this.#roles.values()].flatMap(({ role, allowed }) =>
      [...allowed]
        .filter(([, operations]) => operations.length > 0)
        .map(([field, operations]) => rowOf(this.type, field, role, operations)),
    );
  }

  /** The rows in the order of their JSON: by field, then by role. */
  sortedRows(): AccessRow[] {
    const roles = [...this.#roles.values()].map((cells) => ({ ...cells, key: JSON.stringify(cells.role) }));
    roles.sort((a, b) => (a.key < b.key ? -1 : 1));
    const rows: AccessRow[] = [];
    for (const field of byJson(this.fields)) {
      for (const { role, allowed } of roles) {
        const operations = allowed.get(field);
        if (operations && operations.length > 0) rows.push(rowOf(this.type, field, role, operations));
      }
    }
    return rows;
  }

  #changed(): void {
    this.#found.some.clear();
    this.#found.every.clear();
  }

  #keep(key: string, cells: Cells): void {
    this.#roles.set(key, cells);
    this.#cells.set(cells.role, cells);
  }
}

function byJson(texts: readonly string[]): string[] {
  return texts
    .map((text) => ({ text, key: JSON.stringify(text) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ text }) => text);
}

function rowOf(type: string, field: string, role: Role, operations: readonly AccessOperation[]): AccessRow {
  const { provider, strategy, claim, entity } = role;
  return { type, field, provider, strategy, static: role.static, claim, entity, operations };
}

function isSignedIn(role: Role): boolean {
  return (
    role.strategy === 'private' &&
    (role.provider === 'userPools' || role.provider === 'oidc') &&
    role.static &&
    role.claim === null
  );
}

// The transformer knows one IAM role per strategy, whichever of the two provider names a rule uses.
function keyOf({ provider, strategy, static: isStatic, claim, entity }: Role): string {
  const kind = entity !== null && isStatic ? 'group' : strategy;
  return [provider === 'identityPool' ? 'iam' : provider, kind, isStatic, claim, entity].join('|');
}

function describe({ strategy, provider, entity }: Role): string {
  return entity === null ? `role (${strategy}, ${provider})` : `${strategy} ${entity}`;
}

/** The roles that a rule names: each of its groups is one. */
export function rolesOf(rule: AuthRule): Role[] {
  const { provider, allow: strategy } = rule;
  const common = { provider, strategy };
  if (rule.groups && rule.groupsField === undefined) {
    return rule.groups.map((entity) => ({ ...common, static: true, claim: rule.groupClaim, entity }));
  }
  if (provider === 'iam' || provider === 'identityPool') {
    return [
      { ...common, static: true, claim: strategy === 'private' ? 'authRole' : 'unauthRole', entity: null },
    ];
  }
  if (strategy === 'groups') {
    return [{ ...common, static: false, claim: rule.groupClaim, entity: rule.groupsField ?? 'groups' }];
  }
  if (strategy === 'owner') {
    return [{ ...common, static: false, claim: rule.identityClaim, entity: rule.ownerField }];
  }
  return [{ ...common, static: true, claim: null, entity: null }];
}
