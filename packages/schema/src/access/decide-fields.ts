import {
  GraphQLInterfaceType,
  GraphQLObjectType,
  isAbstractType,
  isCompositeType,
  getNamedType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import { operationOfKind } from '../expand/operation-of-kind.ts';
import type { RootFieldInfo } from '../model.ts';
import { admits, decide, decideByRows, passesRules, type Answer, type Identity } from './decide.ts';
import { decideModelOperation, decideRelation } from './decide-model.ts';

/** What the rules say of one selected field of an operation. */
export interface FieldDecision extends Answer {
  /** The response keys that lead to the field. */
  readonly path: readonly string[];
  readonly type: string;
  readonly field: string;
}

/**
 * Decides each selected field of an operation for one caller, root fields first.
 *
 * @param document - One operation and the fragments that it uses, valid against the schema.
 * @throws TypeError when the document holds no operation.
 */
export function decideFields(
  expanded: ExpandedSchema,
  document: DocumentNode,
  identity: Identity,
): FieldDecision[] {
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation && expanded.schema.getRootType(operation.operation);
  if (!operation || !root) throw new TypeError('The document holds no operation that the schema has.');
  const walker: Walker = {
    expanded,
    identity,
    fragments: fragmentsOf(document),
    decisions: [],
    root: root.name,
  };
  walk(walker, root, operation.selectionSet, [], new Set());
  return walker.decisions;
}

interface Walker {
  readonly expanded: ExpandedSchema;
  readonly identity: Identity;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly decisions: FieldDecision[];
  readonly root: string;
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
}

function walk(
  walker: Walker,
  type: GraphQLCompositeType,
  selection: SelectionSetNode,
  path: readonly string[],
  within: ReadonlySet<string>,
): void {
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) {
      walkField(walker, type, node, path, within);
      continue;
    }
    const name = node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : undefined;
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : walker.fragments.get(name ?? '');
    if (!fragment || (name !== undefined && within.has(name))) continue;
    const condition =
      fragment.typeCondition && walker.expanded.schema.getType(fragment.typeCondition.name.value);
    const inner = name === undefined ? within : new Set([...within, name]);
    walk(walker, isCompositeType(condition) ? condition : type, fragment.selectionSet, path, inner);
  }
}

function walkField(
  walker: Walker,
  type: GraphQLCompositeType,
  node: FieldNode,
  path: readonly string[],
  within: ReadonlySet<string>,
): void {
  const field = node.name.value;
  if (field.startsWith('__')) return;
  const here = [...path, node.alias?.value ?? field];
  walker.decisions.push({ path: here, type: type.name, field, ...answerOn(walker, type, field) });
  const declared =
    type instanceof GraphQLObjectType || type instanceof GraphQLInterfaceType
      ? type.getFields()[field]
      : undefined;
  const next = declared && getNamedType(declared.type);
  if (node.selectionSet && isCompositeType(next)) walk(walker, next, node.selectionSet, here, within);
}

// Behind an interface it may depend on the type that the record turns out to have.
function answerOn(walker: Walker, type: GraphQLCompositeType, field: string): Answer {
  const { expanded, identity } = walker;
  if (!isAbstractType(type)) {
    return type.name === walker.root
      ? decideRootField(expanded, type.name, field, identity)
      : decideSelected(expanded, type.name, field, identity);
  }
  const answers = expanded.schema
    .getPossibleTypes(type)
    .map((one) => decideSelected(expanded, one.name, field, identity));
  const [first = { decision: 'allow', rows: [] } satisfies Answer] = answers;
  const agree = answers.every(({ decision }) => decision === first.decision);
  return agree ? first : { decision: 'depends', rows: answers.flatMap(({ rows }) => rows) };
}

/** Decides whether somebody may call a field of a root type, selections aside. */
export function decideRootField(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  identity: Identity,
): Answer {
  const info = rootFieldOf(expanded, type, field);
  const operation = info && operationOfKind[info.kind];
  if (info && 'model' in info && info.model !== undefined && operation !== undefined) {
    return decideModelOperation(expanded, info.model, operation, identity);
  }
  return decide(expanded, { type, field }, identity);
}

/**
 * Decides whether somebody who has a record may read a field of it. A field of a model is checked only where fewer may
 * read it than may read the model; any other field by its modes.
 */
export function decideSelected(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  identity: Identity,
): Answer {
  if (!admits(expanded, type, field, identity)) return { decision: 'deny', rows: [] };
  if (passesRules(expanded, identity)) return { decision: 'allow', rows: [] };
  const { access } = expanded;
  const own = access.hasRules(`${type}:${field}`)
    ? access.rowsOf(`${type}:${field}`)
    : access.readersOf(type, field);
  const answer: Answer = own ? decideByRows(own, identity) : { decision: 'allow', rows: [] };
  if (answer.decision === 'deny') return answer;
  const related = decideRelation(expanded, type, field, identity);
  return related.decision === 'allow' ? answer : related;
}

const rootFields = new WeakMap<ExpandedSchema, ReadonlyMap<string, RootFieldInfo>>();

/** What answers a field of a root type; undefined for any other field. */
export function rootFieldOf(
  expanded: ExpandedSchema,
  type: string,
  field: string,
): RootFieldInfo | undefined {
  return rootFieldsOf(expanded).get(`${type}.${field}`);
}

function rootFieldsOf(expanded: ExpandedSchema): ReadonlyMap<string, RootFieldInfo> {
  let fields = rootFields.get(expanded);
  if (!fields) {
    const names = {
      Query: expanded.schema.getQueryType()?.name,
      Mutation: expanded.schema.getMutationType()?.name,
      Subscription: expanded.schema.getSubscriptionType()?.name,
    };
    fields = new Map(expanded.rootFields.map((info) => [`${names[info.parent] ?? ''}.${info.name}`, info]));
    rootFields.set(expanded, fields);
  }
  return fields;
}
