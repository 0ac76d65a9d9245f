import { Kind, valueFromASTUntyped, type ConstDirectiveNode, type ConstObjectValueNode } from 'graphql';
import type { SchemaError } from '../errors.ts';
import { modeOf, type AuthModes } from '../expand/auth-modes.ts';
import { refusal } from '../read/refuse.ts';
import { accessOperations, type AccessOperation, type AccessProvider } from './access-row.ts';
import { orAbsent, type AuthRule } from './read-rules.ts';

interface GivenRule {
  readonly allow: 'owner' | 'groups' | 'private' | 'public';
  readonly provider?: AccessProvider | null;
  readonly identityField?: string | null;
  readonly identityClaim?: string | null;
  readonly ownerField?: string | null;
  readonly groupClaim?: string | null;
  readonly groupsField?: string | null;
  readonly groups?: unknown;
  readonly operations?: unknown;
  readonly queries?: unknown;
  readonly mutations?: unknown;
}

const providersOf: Record<GivenRule['allow'], readonly AccessProvider[]> = {
  owner: ['userPools', 'oidc'],
  groups: ['userPools', 'oidc'],
  private: ['userPools', 'iam'],
  public: ['apiKey', 'iam'],
};

/** What `read` stands for beside `get` and `list`: whatever reads records by another way. */
export const otherReads: readonly AccessOperation[] = ['sync', 'listen', 'search'];

/**
 * Reads the rules of an `@auth` in the first version's dialect: an owner is known by `username` unless a rule says
 * otherwise, and `queries` and `mutations` stand for operations.
 *
 * @param place - Where the directive stands: on a model, on a model's field, or on a field of any other type.
 * @see ModelAuthTransformer in graphql-auth-transformer 7
 * @throws SchemaError `invalid-auth`.
 */
export function readOldRules(
  directive: ConstDirectiveNode,
  modes: AuthModes,
  place: 'model' | 'field' | 'other-field',
): AuthRule[] {
  const rules = directive.arguments?.find((argument) => argument.name.value === 'rules')?.value;
  if (rules?.kind !== Kind.LIST) {
    const hint = 'Write `@auth(rules: [{ allow: owner }])`.';
    throw refusal('invalid-auth', rules ?? directive, 'The rules of @auth are a list.', hint);
  }
  return rules.values.filter((node) => node.kind === Kind.OBJECT).map((node) => readRule(node, modes, place));
}

function readRule(
  node: ConstObjectValueNode,
  modes: AuthModes,
  place: Parameters<typeof readOldRules>[2],
): AuthRule {
  const given = valueFromASTUntyped(node) as unknown as GivenRule;
  const { allow } = given;
  const provider = given.provider ?? (allow === 'public' ? 'apiKey' : 'userPools');
  checkProvider(node, allow, provider, modes);
  checkRule(node, given, place);
  return {
    allow,
    provider,
    operations: operationsOf(node, given),
    groups: given.groups ? names(node, 'groups', given.groups) : undefined,
    groupsField: orAbsent(given.groupsField),
    groupClaim: orAbsent(given.groupClaim) ?? 'cognito:groups',
    ownerField: orAbsent(given.ownerField) ?? 'owner',
    identityClaim: orAbsent(given.identityField) ?? orAbsent(given.identityClaim) ?? 'username',
    node,
  };
}

function checkProvider(
  node: ConstObjectValueNode,
  allow: GivenRule['allow'],
  provider: AccessProvider,
  modes: AuthModes,
): void {
  if (!providersOf[allow].includes(provider)) {
    const hint = `\`allow: ${allow}\` goes with ${providersOf[allow].join(', ')}.`;
    throw invalid(node, `\`allow: ${allow}\` with \`provider: ${provider}\` is not a rule.`, hint);
  }
  const mode = modeOf(provider);
  if (modes.default === mode || modes.additional.includes(mode)) return;
  const hint = `Add ${mode} to the API's auth modes.`;
  throw invalid(node, `A rule for ${provider}, but the API has no such mode.`, hint);
}

function checkRule(
  node: ConstObjectValueNode,
  given: GivenRule,
  place: Parameters<typeof readOldRules>[2],
): void {
  const { allow, groups, groupsField, groupClaim, identityField, identityClaim } = given;
  if (allow === 'groups' && (identityClaim || identityField))
    throw invalid(node, 'identityClaim is for `allow: owner`.', 'Write groupClaim instead.');
  if (allow === 'owner' && groupClaim)
    throw invalid(node, 'groupClaim is for `allow: groups`.', 'Write identityClaim instead.');
  if (groups && groupsField)
    throw invalid(node, 'A rule has groups and groupsField.', 'Keep one of the two.');
  if (identityField && identityClaim)
    throw invalid(node, 'A rule has identityField and identityClaim.', 'Keep identityClaim.');
  if (place === 'model') return;
  if (given.queries || given.mutations)
    throw invalid(node, 'A rule on a field has queries or mutations.', 'Write operations instead.');
  if (place === 'other-field' && given.operations && [given.operations].flat().length > 0) {
    const hint = 'Remove operations: the field is one operation already.';
    throw invalid(node, 'A rule on a field outside of models has operations.', hint);
  }
}

// `operations` counts where it stands; `queries` and `mutations` are older, and say nothing of subscriptions.
function operationsOf(node: ConstObjectValueNode, given: GivenRule): readonly AccessOperation[] {
  const { operations, queries, mutations } = given;
  const found = new Set<string>();
  if (operations !== undefined) {
    const listed = operations === null ? [] : names(node, 'operations', operations);
    for (const name of listed) for (const one of name === 'read' ? reads : [name]) found.add(one);
  } else {
    const read = queries === undefined ? reads : names(node, 'queries', queries ?? []);
    const written = mutations === undefined ? writes : names(node, 'mutations', mutations ?? []);
    for (const name of [...read, ...written]) found.add(name);
  }
  return accessOperations.filter((operation) => found.has(operation));
}

const reads: readonly string[] = ['get', 'list', ...otherReads];
const writes: readonly string[] = ['create', 'update', 'delete'];

function names(node: ConstObjectValueNode, argument: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  throw invalid(node, `The ${argument} of a rule are a list.`, `Write \`${argument}: […]\`.`);
}

function invalid(node: Parameters<typeof refusal>[1], problem: string, hint: string): SchemaError {
  return refusal('invalid-auth', node, problem, hint);
}
