import { SchemaError } from '../errors.ts';
import { locate } from '../read/locate.ts';
import { accessOperations, type AccessOperation, type AccessRow } from './access-row.ts';
import { roleOf } from './access-table.ts';
import type { AuthRule } from './read-rules.ts';

type Role = Pick<AccessRow, 'provider' | 'strategy' | 'static' | 'claim' | 'entity'>;

/** The rules of one type laid out by role and field, as AWS's transformer does it: later rules add, field rules replace. */
export class AccessMatrix {
  readonly #type: string;
  readonly #fields: readonly string[];
  readonly #operations: readonly AccessOperation[];
  readonly #cells = new Map<string, { role: Role; allowed: Map<string, readonly AccessOperation[]> }>();

  constructor(
    type: string,
    fields: readonly string[],
    operations: readonly AccessOperation[] = accessOperations,
  ) {
    this.#type = type;
    this.#fields = fields;
    this.#operations = operations;
  }

  /** Lays a rule of the type over all of its fields. */
  addTypeRule(rule: AuthRule): void {
    for (const role of rolesOf(rule)) {
      const key = this.#key(role);
      if (this.#cells.has(key)) {
        throw new SchemaError('invalid-auth', `Two @auth rules of ${this.#type} are for the same role.`, {
          locations: locate(rule.node),
          hint: 'Join their operations in one rule.',
        });
      }
      const operations = this.#allowedBy(rule);
      this.#cells.set(key, { role, allowed: new Map(this.#fields.map((field) => [field, operations])) });
    }
  }

  /** Replaces what the type's rules say of a field by the field's own rules. */
  setFieldRules(field: string, rules: readonly AuthRule[]): void {
    for (const { allowed } of this.#cells.values()) allowed.delete(field);
    for (const rule of rules) {
      for (const role of rolesOf(rule)) {
        const key = this.#key(role);
        const cell = this.#cells.get(key) ?? { role, allowed: new Map<string, readonly AccessOperation[]>() };
        cell.allowed.set(field, this.#allowedBy(rule));
        this.#cells.set(key, cell);
      }
    }
  }

  /** The roles that have a cell in the matrix, those with no operation left included. */
  roles(): Role[] {
    return [...this.#cells.values()].map(({ role }) => role);
  }

  /** The roles that may do an operation on some field, or on every field. */
  rolesFor(operation: AccessOperation, on: 'some' | 'every' = 'some'): Role[] {
    return [...this.#cells.values()]
      .filter(({ allowed }) => this.#fields[on]((field) => allowed.get(field)?.includes(operation) ?? false))
      .map(({ role }) => role);
  }

  rows(): AccessRow[] {
    return [...this.#cells.values()].flatMap(({ role, allowed }) =>
      [...allowed]
        .filter(([, operations]) => operations.length > 0)
        .map(([field, operations]) => ({ type: this.#type, field, ...role, operations })),
    );
  }

  #allowedBy(rule: AuthRule): AccessOperation[] {
    const given = this.#operations === accessOperations ? rule.operations : undefined;
    return accessOperations.filter((operation) => (given ?? this.#operations).includes(operation));
  }

  // AWS's transformer knows one IAM role per strategy, whichever of the two provider names a rule uses.
  #key(role: Role): string {
    return roleOf({
      ...role,
      provider: role.provider === 'identityPool' ? 'iam' : role.provider,
    } as AccessRow);
  }
}

function rolesOf(rule: AuthRule): Role[] {
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
