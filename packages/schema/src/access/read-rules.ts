import { Kind, type ConstDirectiveNode, type ConstObjectValueNode } from 'graphql';
import { valueFromASTUntyped } from 'graphql';
import type { SchemaError } from '../errors.ts';
import { modeOf, type AuthMode, type AuthModes } from '../expand/auth-modes.ts';
import { refusal } from '../read/refuse.ts';
import {
  accessOperations,
  readOperations,
  type AccessOperation,
  type AccessProvider,
  type AccessStrategy,
} from './access-row.ts';

/** One `@auth` rule with its defaults filled in. */
export interface AuthRule {
  readonly allow: AccessStrategy;
  readonly provider: AccessProvider;
  readonly operations: readonly AccessOperation[];
  readonly groups: readonly string[] | undefined;
  readonly groupsField: string | undefined;
  readonly groupClaim: string;
  readonly ownerField: string;
  readonly identityClaim: string;
  readonly node: ConstObjectValueNode;
}

interface GivenRule {
  readonly allow: AccessStrategy;
  readonly provider?: AccessProvider | null;
  readonly operations?: readonly string[] | null;
  readonly groups?: readonly string[] | string | null;
  readonly groupsField?: string | null;
  readonly groupClaim?: string | null;
  readonly ownerField?: string | null;
  readonly identityClaim?: string | null;
}

const providersOf: Record<AccessStrategy, readonly AccessProvider[]> = {
  owner: ['userPools', 'oidc'],
  groups: ['userPools', 'oidc'],
  private: ['userPools', 'oidc', 'iam', 'identityPool'],
  public: ['apiKey', 'iam', 'identityPool'],
  custom: ['function'],
};
const defaultProviders: Record<AccessStrategy, AccessProvider> = {
  owner: 'userPools',
  groups: 'userPools',
  private: 'userPools',
  public: 'apiKey',
  custom: 'function',
};

/**
 * Reads the rules of an `@auth` directive.
 *
 * @param place - Where the directive stands: on a model, on a model's field, or on a field of any other type.
 * @see https://docs.amplify.aws/gen1/react/build-a-backend/graphqlapi/customize-authorization-rules/
 * @throws SchemaError `invalid-auth`.
 */
export function readRules(
  directive: ConstDirectiveNode,
  modes: AuthModes,
  place: 'model' | 'field' | 'other-field',
): AuthRule[] {
  const rules = directive.arguments?.find((argument) => argument.name.value === 'rules')?.value;
  const example = 'Write `@auth(rules: [{ allow: owner }])`.';
  if (rules?.kind !== Kind.LIST) throw invalid(rules ?? directive, 'The rules of @auth are a list.', example);
  if (rules.values.length === 0) throw invalid(rules, '@auth has no rule.', example);
  return rules.values.filter((node) => node.kind === Kind.OBJECT).map((node) => readRule(node, modes, place));
}

function readRule(
  node: ConstObjectValueNode,
  modes: AuthModes,
  place: Parameters<typeof readRules>[2],
): AuthRule {
  const given = valueFromASTUntyped(node) as unknown as GivenRule;
  const provider = given.provider ?? defaultProviders[given.allow];
  checkProvider(node, given.allow, provider, modes);
  checkGroups(node, given);
  return {
    allow: given.allow,
    provider,
    operations: readOperationList(node, given.operations, place),
    groups: given.groups ? [given.groups].flat() : undefined,
    groupsField: orAbsent(given.groupsField),
    groupClaim: orAbsent(given.groupClaim) ?? 'cognito:groups',
    ownerField: orAbsent(given.ownerField) ?? 'owner',
    identityClaim: orAbsent(given.identityClaim) ?? 'sub::username',
    node,
  };
}

/** The transformer takes an empty text for none. */
export function orAbsent(text: string | null | undefined): string | undefined {
  return text === null || text === '' ? undefined : text;
}

function checkProvider(
  node: ConstObjectValueNode,
  allow: AccessStrategy,
  provider: AccessProvider,
  modes: AuthModes,
): void {
  if (!providersOf[allow].includes(provider)) {
    const hint = `\`allow: ${allow}\` goes with ${providersOf[allow].join(', ')}.`;
    throw invalid(node, `\`allow: ${allow}\` with \`provider: ${provider}\` is not a rule.`, hint);
  }
  const mode: AuthMode = modeOf(provider);
  if (modes.default === mode || modes.additional.includes(mode)) return;
  throw invalid(
    node,
    `A rule for ${provider}, but the API has no such mode.`,
    `Add ${mode} to the API's auth modes.`,
  );
}

function checkGroups(node: ConstObjectValueNode, given: GivenRule): void {
  const { allow, groups, groupsField } = given;
  if (allow === 'groups' && !groups && !groupsField) {
    const hint = 'Add `groups: ["Admin"]` or `groupsField: "groups"`.';
    throw invalid(node, '`allow: groups` names no group.', hint);
  }
  if (groupsField && groups)
    throw invalid(node, 'A rule has groups and groupsField.', 'Keep one of the two.');
  if (allow === 'groups' && groups?.length === 0)
    throw invalid(node, 'A rule has an empty groups.', 'Name a group.');
  if (allow === 'groups' && given.identityClaim) {
    throw invalid(node, 'identityClaim is for `allow: owner`.', 'Write groupClaim instead.');
  }
  if (allow === 'owner' && given.groupClaim) {
    throw invalid(node, 'groupClaim is for `allow: groups`.', 'Write identityClaim instead.');
  }
}

const readsInOrder = accessOperations.filter((operation) => readOperations.includes(operation));

function readOperationList(
  node: ConstObjectValueNode,
  given: readonly string[] | string | null | undefined,
  place: Parameters<typeof readRules>[2],
): readonly AccessOperation[] {
  if (given === undefined || given === null) return place === 'other-field' ? readsInOrder : accessOperations;
  if (typeof given === 'string') {
    throw invalid(node, 'The operations of a rule are a list.', `Write \`operations: [${given}]\`.`);
  }
  if (place === 'other-field' && given.length > 0) {
    const hint = 'Remove operations: the field is one operation already.';
    throw invalid(node, 'A rule on a field outside of models has operations.', hint);
  }
  const narrow = given.filter((name) => name !== 'read' && readOperations.some((read) => read === name));
  if (place === 'field' && narrow.length > 0) {
    throw invalid(node, `${narrow.join(', ')} cannot be allowed on a single field.`, 'Write read.');
  }
  if (given.includes('read') && narrow.length > 0) {
    const hint = `Keep \`read\` for all of them, or only ${narrow.join(', ')}.`;
    throw invalid(node, `operations has both read and ${narrow.join(', ')}.`, hint);
  }
  if (place === 'other-field') return readsInOrder;
  return accessOperations.filter(
    (name) => given.includes(name) || (given.includes('read') && readOperations.includes(name)),
  );
}

function invalid(node: Parameters<typeof refusal>[1], problem: string, hint: string): SchemaError {
  return refusal('invalid-auth', node, problem, hint);
}
