import type { AccessOperation, AccessRow, ExpandedSchema } from '@postern/schema';
import { isNonNullType, isObjectType } from 'graphql';
import { rolesFor, roleKey } from './roles.ts';

const readOperations: readonly AccessOperation[] = ['get', 'list', 'sync', 'search', 'listen'];

/**
 * Whether a mutation answers a relation with nothing, so that nothing of the related records gets to subscribers who may not
 * read them: where some role may read both sides, and the rules of the two sides are not the same static ones.
 *
 * `golden/relations.json` holds what AWS's transformer does.
 *
 * @see AuthTransformer.protectRelationalResolver in @aws-amplify/graphql-auth-transformer
 */
export function hidesRelation(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  related: string,
): boolean {
  const { access, schema } = expanded;
  const parent = schema.getType(type);
  if (isObjectType(parent) && isNonNullType(parent.getFields()[field]?.type)) return false;
  if (access.readersOf(type, field)) return true;
  if (!access.hasRules(related)) return false;
  const relatedRoles = withoutCovered(rolesOf(expanded, related, ...readOperations));
  const roles = readersOf(expanded, type, field);
  if (!roles.some((role) => relatedRoles.some((other) => mayBoth(role, other)))) return false;
  const isSame = relatedRoles.every((other) =>
    roles.some((role) => roleKey(role) === roleKey(other) && !needsRecord(role)),
  );
  return !isSame || roles.length !== relatedRoles.length;
}

function rolesOf(
  expanded: ExpandedSchema,
  type: string,
  ...operations: readonly AccessOperation[]
): AccessRow[] {
  return rolesFor(expanded, type, ...operations).map(({ row }) => row);
}

// Whoever gets the record, and whom no rule for all signed-in users covers.
function readersOf(expanded: ExpandedSchema, type: string, field: string): AccessRow[] {
  const ofField = expanded.access.rowsOf(type).filter((row) => row.field === field);
  const may = (role: AccessRow): readonly AccessOperation[] =>
    ofField.find((row) => roleKey(row) === roleKey(role))?.operations ?? [];
  const getters = rolesOf(expanded, type, 'get');
  return withoutCovered(getters, (role) => readOperations.every((name) => may(role).includes(name)));
}

function withoutCovered(
  roles: readonly AccessRow[],
  mayAll: (role: AccessRow) => boolean = () => true,
): AccessRow[] {
  const open = new Set(
    roles.filter((role) => isSignedIn(role) && mayAll(role)).map(({ provider }) => provider),
  );
  return roles.filter((role) => isSignedIn(role) || !open.has(role.provider));
}

function isSignedIn({ provider, strategy }: AccessRow): boolean {
  return strategy === 'private' && (provider === 'userPools' || provider === 'oidc');
}

const signedInProviders: ReadonlySet<string> = new Set(['userPools', 'oidc', 'identityPool']);

function mayBoth(role: AccessRow, other: AccessRow): boolean {
  if (roleKey(role) === roleKey(other)) return true;
  if (role.provider !== other.provider || !signedInProviders.has(role.provider)) return false;
  return role.strategy === 'private' || other.strategy === 'private';
}

function needsRecord({ static: isStatic, strategy }: AccessRow): boolean {
  return strategy === 'custom' || (!isStatic && (strategy === 'owner' || strategy === 'groups'));
}
