import {
  getNamedType,
  GraphQLObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import type { RootFieldInfo } from '../model.ts';
import type { AccessOperation } from './access-row.ts';
import { decide, decideByRows, modeOfIdentity, type Decision, type Identity } from './decide.ts';
import { fieldModes } from './field-modes.ts';

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
  const ask = (identity: Identity): Decision => decideOperation(expanded, document, identity);
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

/** The groups that static rules of the schema name, sorted. */
export function staticGroups({ access }: ExpandedSchema): string[] {
  const rows = access.rows.filter(
    (row) => row.strategy === 'groups' && row.static && row.claim === 'cognito:groups',
  );
  return [...new Set(rows.map((row) => row.entity ?? ''))].sort();
}

/** Answers whether one caller may run an operation. */
export function decideOperation(
  expanded: ExpandedSchema,
  document: DocumentNode,
  identity: Identity,
): Decision {
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation && expanded.schema.getRootType(operation.operation);
  if (!operation || !root) throw new TypeError('The document holds no operation that the schema has.');
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node.selectionSet]),
  );
  let worst: Decision = 'allow';
  const note = (decision: Decision): void => {
    if (decision === 'deny' || worst === 'deny') worst = 'deny';
    else if (decision === 'depends') worst = 'depends';
  };
  const walk = (type: GraphQLObjectType, selection: SelectionSetNode): void => {
    for (const field of fieldsOf(selection, fragments)) {
      note(
        type === root
          ? decideRoot(expanded, type.name, field, identity)
          : decideSelected(expanded, type.name, field, identity),
      );
      const result = type.getFields()[field.name.value];
      const next = result && getNamedType(result.type);
      if (field.selectionSet && next instanceof GraphQLObjectType) walk(next, field.selectionSet);
    }
  };
  walk(root, operation.selectionSet);
  return worst;
}

function fieldsOf(
  selection: SelectionSetNode,
  fragments: ReadonlyMap<string, SelectionSetNode>,
): FieldNode[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return node.name.value.startsWith('__') ? [] : [node];
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value);
    return inner ? fieldsOf(inner, fragments) : [];
  });
}

const operationOf: Partial<Record<RootFieldInfo['kind'], AccessOperation>> = {
  get: 'get',
  list: 'list',
  index: 'list',
  create: 'create',
  update: 'update',
  delete: 'delete',
  subscribe: 'listen',
};

function decideRoot(
  expanded: ExpandedSchema,
  parent: string,
  field: FieldNode,
  identity: Identity,
): Decision {
  const info = expanded.rootFields.find(
    (entry) => entry.parent === parent && entry.name === field.name.value,
  );
  const operation = info && operationOf[info.kind];
  if (!info || !('model' in info) || info.model === undefined || operation === undefined) {
    return decide(expanded, { type: parent, field: field.name.value }, identity).decision;
  }
  if (identity.kind === 'iam' && expanded.iamAccess) return 'allow';
  const rows = expanded.access.rowsOf(info.model).filter((row) => row.operations.includes(operation));
  return decideByRows(rows, identity).decision;
}

// A field of a model is checked only where fewer may read it than may read the model; any other field by its modes.
function decideSelected(
  expanded: ExpandedSchema,
  type: string,
  field: FieldNode,
  identity: Identity,
): Decision {
  const name = field.name.value;
  if (!fieldModes(expanded, type, name).includes(modeOfIdentity(identity))) return 'deny';
  if (identity.kind === 'iam' && expanded.iamAccess) return 'allow';
  if (!expanded.models.has(type)) return decide(expanded, { type, field: name }, identity).decision;
  const readers = expanded.access.readersOf(type, name);
  return readers ? decideByRows(readers, identity).decision : 'allow';
}
