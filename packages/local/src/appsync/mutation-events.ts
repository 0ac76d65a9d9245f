import {
  getNamedType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What one field of a mutation answered, as subscribers get to see it: by the names of fields, not aliases. */
export interface MutationEvent {
  readonly mutation: string;
  readonly value: unknown;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type Fields = Readonly<Record<string, unknown>>;

/** The events of a mutation that was executed: one for each root field that answered something, in order. */
export function mutationEvents(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  data: Fields | null | undefined,
): MutationEvent[] {
  const type = schema.getMutationType();
  if (operation.operation !== 'mutation' || !type || !data) return [];
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  return selected(operation.selectionSet, fragments).flatMap(({ name, key, selectionSets }) => {
    const answered = data[key];
    const field = type.getFields()[name];
    if (answered == null || !field) return [];
    return [{ mutation: name, value: renamed(getNamedType(field.type), answered, selectionSets, fragments) }];
  });
}

interface Selected {
  readonly name: string;
  readonly key: string;
  readonly selectionSets: SelectionSetNode[];
}

// Fields that are selected under one key several times are one; fragments count as what they hold.
function selected(selectionSet: SelectionSetNode, fragments: Fragments): Selected[] {
  const byKey = new Map<string, Selected>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(node.name.value);
        if (fragment) collect(fragment.selectionSet);
      } else {
        const [name, key] = [node.name.value, node.alias?.value ?? node.name.value];
        const known = byKey.get(key) ?? { name, key, selectionSets: [] };
        if (node.selectionSet) known.selectionSets.push(node.selectionSet);
        byKey.set(key, known);
      }
    }
  };
  collect(selectionSet);
  return [...byKey.values()];
}

function renamed(
  type: GraphQLNamedType,
  value: unknown,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
): unknown {
  if (Array.isArray(value)) return value.map((entry) => renamed(type, entry, selectionSets, fragments));
  if (typeof value !== 'object' || value === null || selectionSets.length === 0) return value;
  const fields = isObjectType(type) ? type.getFields() : {};
  const selections = selected(
    { kind: Kind.SELECTION_SET, selections: selectionSets.flatMap((set) => set.selections) },
    fragments,
  );
  const entries = selections
    .filter(({ key }) => Object.hasOwn(value, key))
    .map(({ name, key, selectionSets: inner }) => {
      const answered = (value as Fields)[key];
      const field = fields[name];
      return [name, field ? renamed(getNamedType(field.type), answered, inner, fragments) : answered];
    });
  return Object.fromEntries(entries) as Fields;
}
