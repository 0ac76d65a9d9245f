import { fieldGroups, fieldModes, type ExpandedSchema } from '@postern/schema';
import type { Claims } from '../cognito/verify-token.ts';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { hidesRelation } from './hidden-relations.ts';
import { allowsFor, allowsStatically, isListField, passesRules, type Role } from './roles.ts';

/** What the rules say about one field before its resolver runs. */
export interface FieldPolicy {
  /** @param source - The record, for a field of a model; nothing for a root field. */
  allows(caller: Caller, source: Item | undefined): boolean;
  /**
   * Whether the field is open to the caller's way of signing in and to a group of the caller's at all, and not denied by a
   * Lambda authorizer.
   */
  admits(caller: Caller): boolean;
  /** Whether the transformer gives the field a resolver of its own, for its rules. */
  readonly hasResolver: boolean;
  /** Whether the field shows only the part after `::` of the owner that is stored. */
  readonly showsOwner: boolean;
  /** Whether a mutation answers null for it, so that subscribers get none of what not everybody may read. */
  readonly hiddenInMutations: boolean;
}

/** Reads the policy of a field; what can be decided without a caller is decided here, once. */
export function readFieldPolicy(expanded: ExpandedSchema, type: string, field: string): FieldPolicy {
  const modes = new Set<string>(fieldModes(expanded, type, field));
  const groups = fieldGroups(expanded, type, field);
  const readers = readersOf(expanded, type, field);
  const isRoot = type === 'Query' || type === 'Mutation' || type === 'Subscription';
  const isGenerated = expanded.rootFields.some(
    (info) => info.parent === type && info.name === field && 'model' in info,
  );
  const showsOwner = expanded.access
    .rowsOf(type)
    .some((row) => row.strategy === 'owner' && row.entity === field && (row.claim ?? '').includes('::'));
  const admits = (caller: Caller): boolean =>
    modes.has(caller.mode) &&
    !(caller.mode === 'lambda' && caller.deniedFields.has(`${type}.${field}`)) &&
    (groups === undefined || caller.mode !== 'userPools' || isInOne(groups, caller.claims));
  return {
    admits,
    allows(caller, source) {
      if (!admits(caller)) return false;
      if (caller.mode === 'iam') {
        if (isRoot && !isAllowed(caller.principal.graphqlFields, type, field)) return false;
        if (passesRules(expanded, caller)) return true;
        // The roles of an identity pool have what rules give them, and nothing else.
        if (isRoot && !readers) return isGenerated;
      }
      if (!readers) return true;
      return readers.some(
        (role) => allowsStatically(role.row, caller) || allowsFor(role, caller, source ?? {}),
      );
    },
    hasResolver: readers !== undefined || showsOwner,
    showsOwner,
    hiddenInMutations:
      hasSubscriptions(expanded, type) && isHidden(expanded, type, field, readers !== undefined),
  };
}

// `cognito_groups` of `@aws_cognito_user_pools`, which AppSync itself looks at.
function isInOne(groups: readonly string[], { 'cognito:groups': own = [] }: Claims): boolean {
  return groups.some((group) => own.includes(group));
}

// Undefined where the field needs no check of its own.
function readersOf(
  expanded: ExpandedSchema,
  type: string,
  field: string,
): Pick<Role, 'row' | 'isList'>[] | undefined {
  const { access } = expanded;
  const own = access.hasRules(`${type}:${field}`) ? access.rowsOf(`${type}:${field}`) : undefined;
  const rows = own ?? access.readersOf(type, field);
  return rows?.map((row) => ({ row, isList: isListField(expanded, type, row.entity) }));
}

function isHidden(expanded: ExpandedSchema, type: string, field: string, hasReaders: boolean): boolean {
  const relation = expanded.models.get(type)?.relations.find((one) => one.field === field);
  return relation ? hidesRelation(expanded, type, field, relation.model) : hasReaders;
}

// With `level: public` AWS hides nothing; here it does all the same.
function hasSubscriptions({ models }: ExpandedSchema, type: string): boolean {
  const operations = models.get(type)?.operations;
  return (
    operations !== undefined &&
    [operations.onCreate, operations.onUpdate, operations.onDelete].flat().length > 0
  );
}

// `appsync:GraphQL` on `types/Query/fields/getItem`, or with a `*` at the end.
function isAllowed(patterns: readonly string[], type: string, field: string): boolean {
  const resource = `types/${type}/fields/${field}`;
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource,
  );
}
