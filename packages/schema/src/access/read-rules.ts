import { Kind, type ConstDirectiveNode, type ConstObjectValueNode } from 'graphql';
import { valueFromASTUntyped } from 'graphql';
import { SchemaError } from '../errors.ts';
import { didYouMean } from '../read/did-you-mean.ts';
import { locate } from '../read/locate.ts';
import {
  readOperations,
  type AccessOperation,
  type AccessProvider,
  type AccessStrategy,
} from './access-row.ts';

/** One `@auth` rule with its defaults filled in. */
export interface AuthRule {
  readonly allow: AccessStrategy;
  readonly provider: AccessProvider;
  readonly operations: readonly AccessOperation[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly groupsField: string | undefined;
  readonly groupClaim: string;
  readonly ownerField: string;
  readonly identityClaim: string;
  readonly node: ConstObjectValueNode;
}

const known = {
  allow: ['owner', 'groups', 'private', 'public', 'custom'],
  provider: ['apiKey', 'iam', 'identityPool', 'oidc', 'userPools', 'function'],
  operations: ['create', 'update', 'delete', 'read', 'get', 'list', 'sync', 'listen', 'search'],
} as const;
const ruleFields = [
  'allow',
  'provider',
  'identityClaim',
  'groupClaim',
  'ownerField',
  'groupsField',
  'groups',
  'operations',
];
const providersOf: Record<AccessStrategy, readonly AccessProvider[]> = {
  owner: ['userPools', 'oidc'],
  groups: ['userPools', 'oidc'],
  private: ['userPools', 'oidc', 'iam', 'identityPool'],
  public: ['apiKey', 'iam', 'identityPool'],
  custom: ['function'],
};

/**
 * Reads the rules of an `@auth` directive.
 *
 * @see https://docs.amplify.aws/gen1/react/build-a-backend/graphqlapi/customize-authorization-rules/
 * @throws SchemaError `invalid-auth`.
 */
export function readRules(directive: ConstDirectiveNode): AuthRule[] {
  const rules = directive.arguments?.find((argument) => argument.name.value === 'rules')?.value;
  if (!rules) throw invalid(directive, '@auth needs rules.', 'Write `@auth(rules: [{ allow: owner }])`.');
  const list = rules.kind === Kind.LIST ? rules.values : [rules];
  return list.map((node) => {
    if (node.kind !== Kind.OBJECT) throw invalid(node, 'A rule is an object.', 'Write `{ allow: owner }`.');
    return readRule(node);
  });
}

function readRule(node: ConstObjectValueNode): AuthRule {
  for (const field of node.fields) {
    if (ruleFields.includes(field.name.value)) continue;
    const hint = didYouMean(field.name.value, ruleFields) ?? `A rule takes ${ruleFields.join(', ')}.`;
    throw invalid(field, `Unknown field ${field.name.value} in an @auth rule.`, hint);
  }
  const given = valueFromASTUntyped(node) as Record<string, unknown>;
  const allow = oneOf(node, 'allow', given.allow, known.allow);
  const provider =
    given.provider === undefined
      ? defaultProvider(allow)
      : oneOf(node, 'provider', given.provider, known.provider);
  if (!providersOf[allow].includes(provider)) {
    const hint = `\`allow: ${allow}\` goes with ${providersOf[allow].join(', ')}.`;
    throw invalid(node, `\`allow: ${allow}\` with \`provider: ${provider}\` is not a rule.`, hint);
  }
  if (allow === 'groups' && given.groups === undefined && given.groupsField === undefined) {
    throw invalid(
      node,
      '`allow: groups` names no group.',
      'Add `groups: ["Admin"]` or `groupsField: "groups"`.',
    );
  }
  return {
    allow,
    provider,
    operations: readOperationList(node, given.operations),
    groups: given.groups === undefined ? undefined : strings(node, 'groups', given.groups),
    groupsField: optionalString(node, 'groupsField', given.groupsField),
    groupClaim: optionalString(node, 'groupClaim', given.groupClaim) ?? 'cognito:groups',
    ownerField: optionalString(node, 'ownerField', given.ownerField) ?? 'owner',
    identityClaim: optionalString(node, 'identityClaim', given.identityClaim) ?? 'sub::username',
    node,
  };
}

function defaultProvider(allow: AccessStrategy): AccessProvider {
  if (allow === 'public') return 'apiKey';
  return allow === 'custom' ? 'function' : 'userPools';
}

function readOperationList(node: ConstObjectValueNode, given: unknown): AccessOperation[] | undefined {
  if (given === undefined || given === null) return undefined;
  const list = strings(node, 'operations', given).map((name) =>
    oneOf(node, 'operations', name, known.operations),
  );
  const narrow = list.filter((operation) => operation !== 'read' && readOperations.includes(operation));
  if (list.includes('read') && narrow.length > 0) {
    const hint = `Keep \`read\` for all of them, or only ${narrow.join(', ')}.`;
    throw invalid(node, `operations has both read and ${narrow.join(', ')}.`, hint);
  }
  return list.flatMap((operation) => (operation === 'read' ? readOperations : [operation]));
}

function oneOf<Name extends string>(
  node: ConstObjectValueNode,
  field: string,
  value: unknown,
  names: readonly Name[],
): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const hint = didYouMean(String(value), names) ?? `It is one of ${names.join(', ')}.`;
  throw invalid(
    node,
    `${field}: ${value === undefined ? 'missing' : JSON.stringify(value)} in an @auth rule.`,
    hint,
  );
}

function strings(node: ConstObjectValueNode, field: string, value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((entry) => typeof entry === 'string')) return list;
  throw invalid(node, `${field} in an @auth rule is a list of names.`, `Write \`${field}: ["…"]\`.`);
}

function optionalString(node: ConstObjectValueNode, field: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalid(node, `${field} in an @auth rule is a string.`, `Write \`${field}: "…"\`.`);
}

function invalid(node: Parameters<typeof locate>[0], problem: string, hint: string): SchemaError {
  return new SchemaError('invalid-auth', problem, { locations: locate(node), hint });
}
