import { readOperations, type AccessOperation, type AccessRow } from '../access/access-row.ts';
import { rowsForModelOperation } from '../access/decide-model.ts';
import { fieldGroups, fieldModes } from '../access/field-modes.ts';
import type { ExpandedSchema } from '../expand.ts';
import { operationOfKind } from '../expand/operation-of-kind.ts';
import { roleLabel } from '../explain/role-label.ts';
import type { RootFieldInfo } from '../model.ts';

/** Whom something is open to, as {@link roleLabel} names them. */
export type Holders = ReadonlySet<string>;

/** What can be done with a field of a model. */
export type FieldDeed = 'read' | 'create' | 'update';

/** Who may call a root field, whether always or depending on something. */
export function holdersOfRootField(expanded: ExpandedSchema, info: RootFieldInfo): Holders {
  const operation = operationOfKind[info.kind];
  if ('model' in info && info.model !== undefined && operation !== undefined) {
    return withIam(expanded, rowsForModelOperation(expanded, info.model, operation));
  }
  return holdersOfField(expanded, rootTypeName(expanded, info), info.name);
}

/** Who may do something with a field of a model. */
export function holdersOfModelField(
  expanded: ExpandedSchema,
  model: string,
  field: string,
  deed: FieldDeed,
): Holders {
  const { access } = expanded;
  if (deed !== 'read') return withIam(expanded, access.rowsFor(model, field, deed));
  const records = withIam(expanded, access.rowsOf(model).filter(isReading));
  const readers = access.readersOf(model, field);
  if (!readers) return records;
  return new Set([...withIam(expanded, readers)].filter((who) => holds(records, who)));
}

/** Who may reach a field of a type that is no model. */
export function holdersOfField(expanded: ExpandedSchema, type: string, field: string): Holders {
  const key = `${type}:${field}`;
  if (expanded.access.hasRules(key)) return withIam(expanded, expanded.access.rowsOf(key));
  const groups = fieldGroups(expanded, type, field);
  const users = groups ? groups.map((group) => `group:${group}`) : ['user'];
  const named: Record<string, readonly string[]> = {
    userPools: users,
    // Where IAM principals pass every rule, guests still have only what rules give them.
    iam: expanded.iamAccess ? ['iam'] : ['iam', 'guest'],
    apiKey: ['api-key'],
    oidc: ['oidc'],
    lambda: ['lambda'],
  };
  return new Set(fieldModes(expanded, type, field).flatMap((mode) => named[mode] ?? []));
}

/** Whether somebody is among the holders, or among those whom a broader one of them includes. */
export function holds(holders: Holders, who: string): boolean {
  const broader = broaderThan(who);
  return holders.has(who) || (broader !== undefined && holders.has(broader));
}

/** Who includes somebody: every signed-in user for a group or an owner. */
export function broaderThan(who: string): string | undefined {
  if (who.startsWith('oidc ')) return 'oidc';
  return /^(group:|owner)/.test(who) ? 'user' : undefined;
}

/** The name that a root type has in this schema. */
export function rootTypeName({ schema }: ExpandedSchema, { parent }: Pick<RootFieldInfo, 'parent'>): string {
  const types = {
    Query: schema.getQueryType(),
    Mutation: schema.getMutationType(),
    Subscription: schema.getSubscriptionType(),
  };
  return types[parent]?.name ?? parent;
}

function isReading({ operations }: AccessRow): boolean {
  return operations.some((operation: AccessOperation) => readOperations.includes(operation));
}

function withIam({ iamAccess }: ExpandedSchema, rows: readonly AccessRow[]): Holders {
  return new Set([...rows.map((row) => roleLabel(row)), ...(iamAccess ? ['iam'] : [])]);
}
