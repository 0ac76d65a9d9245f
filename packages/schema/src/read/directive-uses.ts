import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
} from 'graphql';

/** The directives at one place of a source. */
export interface DirectiveUses {
  /** The place as directive definitions name it, such as `FIELD_DEFINITION`. */
  readonly location: string;
  readonly directives: readonly ConstDirectiveNode[];
}

const locations: Readonly<Record<string, string>> = {
  [Kind.SCHEMA_DEFINITION]: 'SCHEMA',
  [Kind.SCHEMA_EXTENSION]: 'SCHEMA',
  [Kind.SCALAR_TYPE_DEFINITION]: 'SCALAR',
  [Kind.SCALAR_TYPE_EXTENSION]: 'SCALAR',
  [Kind.OBJECT_TYPE_DEFINITION]: 'OBJECT',
  [Kind.OBJECT_TYPE_EXTENSION]: 'OBJECT',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'INTERFACE',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'INTERFACE',
  [Kind.UNION_TYPE_DEFINITION]: 'UNION',
  [Kind.UNION_TYPE_EXTENSION]: 'UNION',
  [Kind.ENUM_TYPE_DEFINITION]: 'ENUM',
  [Kind.ENUM_TYPE_EXTENSION]: 'ENUM',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'INPUT_OBJECT',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'INPUT_OBJECT',
};

/** Every place of the source that has directives, in order. */
export function directiveUses(definitions: readonly DefinitionNode[]): DirectiveUses[] {
  const uses: DirectiveUses[] = [];
  const add = (location: string, directives: readonly ConstDirectiveNode[] = []): void => {
    if (directives.length > 0) uses.push({ location, directives });
  };
  const addFields = (fields: readonly FieldDefinitionNode[] = []): void => {
    for (const field of fields) {
      add('FIELD_DEFINITION', field.directives);
      for (const argument of field.arguments ?? []) add('ARGUMENT_DEFINITION', argument.directives);
    }
  };
  const addInputs = (fields: readonly InputValueDefinitionNode[] = []): void => {
    for (const field of fields) add('INPUT_FIELD_DEFINITION', field.directives);
  };
  for (const node of definitions) {
    const location = locations[node.kind];
    if (location !== undefined && 'directives' in node)
      add(location, node.directives as ConstDirectiveNode[]);
    if (location === 'OBJECT' || location === 'INTERFACE')
      addFields('fields' in node ? (node.fields as FieldDefinitionNode[]) : []);
    if (location === 'INPUT_OBJECT')
      addInputs('fields' in node ? (node.fields as InputValueDefinitionNode[]) : []);
    if (location === 'ENUM' && 'values' in node)
      for (const value of node.values ?? []) add('ENUM_VALUE', value.directives);
  }
  return uses;
}
