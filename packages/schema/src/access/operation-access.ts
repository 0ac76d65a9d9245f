import { Kind, visit, type DocumentNode } from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import type { Decision, Identity } from './decide.ts';
import { decideFields, decideRootField } from './decide-fields.ts';
import { groupsIn } from './field-modes.ts';

/** Who may call an operation, its selections included. */
export interface OperationAccess {
  /** For each group that a static rule of the schema names, the answer for its members. */
  readonly groups: Readonly<Record<string, Decision>>;
  /** Any signed-in user of the user pool. */
  readonly user: Decision;
  /** A signed-in user who may be the record's owner. */
  readonly owner: Decision;
  readonly guest: Decision;
  readonly iam: Decision;
  readonly apiKey: Decision;
  readonly oidc: Decision;
  readonly lambda: Decision;
}

/**
 * Answers for every kind of caller who may run an operation: each root field has to be allowed, and each selected field
 * readable.
 *
 * @param document - One operation and the fragments that it uses, valid against the schema.
 * @throws TypeError when the document holds no operation.
 */
export function operationAccess(expanded: ExpandedSchema, document: DocumentNode): OperationAccess {
  return askAll(expanded, (identity) => decideOperation(expanded, document, identity));
}

/** Who may call a root field, whatever they select of what it returns. */
export interface RootFieldAccess {
  /** The name of the root type. */
  readonly type: string;
  readonly field: string;
  readonly access: OperationAccess;
}

/** Answers for every root field of the schema, and every kind of caller, who may call it; selections aside. */
export function rootFieldAccess(expanded: ExpandedSchema): RootFieldAccess[] {
  const { schema } = expanded;
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => ({
      type: type?.name ?? '',
      field,
      access: askAll(
        expanded,
        (identity) => decideRootField(expanded, type?.name ?? '', field, identity).decision,
      ),
    })),
  );
}

function askAll(expanded: ExpandedSchema, ask: (identity: Identity) => Decision): OperationAccess {
  const user = ask({ kind: 'user', groups: [] });
  return {
    groups: Object.fromEntries(
      staticGroups(expanded).map((group) => [group, ask({ kind: 'user', groups: [group] })]),
    ),
    user,
    owner: user,
    guest: ask({ kind: 'guest' }),
    iam: ask({ kind: 'iam' }),
    apiKey: ask({ kind: 'apiKey' }),
    oidc: ask({ kind: 'oidc' }),
    lambda: ask({ kind: 'lambda' }),
  };
}

const groupsOf = new WeakMap<ExpandedSchema, readonly string[]>();

/** The groups of the user pool that static rules and `cognito_groups` name, sorted. */
export function staticGroups(expanded: ExpandedSchema): readonly string[] {
  let groups = groupsOf.get(expanded);
  if (!groups) {
    const ofRules = expanded.access.rows
      .filter((row) => row.provider === 'userPools' && row.static && row.claim === 'cognito:groups')
      .map((row) => row.entity ?? '');
    groups = [...new Set([...ofRules, ...directiveGroups(expanded.document)])].sort();
    groupsOf.set(expanded, groups);
  }
  return groups;
}

function directiveGroups(document: DocumentNode): string[] {
  const groups: string[] = [];
  visit(document, { [Kind.DIRECTIVE]: (node) => void groups.push(...(groupsIn([node as never]) ?? [])) });
  return groups;
}

/** Answers whether one caller may run an operation: the worst of what its fields answer. */
export function decideOperation(
  expanded: ExpandedSchema,
  document: DocumentNode,
  identity: Identity,
): Decision {
  const decisions = new Set(decideFields(expanded, document, identity).map(({ decision }) => decision));
  if (decisions.has('deny')) return 'deny';
  return decisions.has('depends') ? 'depends' : 'allow';
}
