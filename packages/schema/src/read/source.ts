import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import type { Dialect } from './dialect.ts';
import { directiveOn } from './directive-arguments.ts';
import { isScalarName } from './scalars.ts';
import { baseOf, typeText } from './type-text.ts';

/** A field as the source declares it. */
export interface SourceField {
  readonly name: string;
  readonly type: string;
  readonly base: string;
  readonly directives: readonly ConstDirectiveNode[];
  readonly node: FieldDefinitionNode | undefined;
}

/** An object type, an interface, or one extension of an object type, as the source declares it. */
export interface SourceType {
  readonly name: string;
  readonly fields: ReadonlyMap<string, SourceField>;
  readonly directives: readonly ConstDirectiveNode[];
  readonly node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | ObjectTypeExtensionNode | undefined;
}

/** A directive on a type, or on a field of one. */
export interface PlacedDirective {
  readonly type: SourceType;
  /** Undefined where the directive stands on the type itself. */
  readonly field: SourceField | undefined;
  readonly directive: ConstDirectiveNode;
}

/** A parsed and checked source, with the maps that everything else looks things up in. */
export interface Source {
  readonly definitions: readonly DefinitionNode[];
  /** Objects, interfaces and extensions of objects, in the order in which the source has them. */
  readonly types: readonly SourceType[];
  /** The object types that are defined, extensions left out. */
  readonly objects: ReadonlyMap<string, SourceType>;
  /** The directives of {@link types} and their fields by name, in the order in which the source has them. */
  readonly placed: ReadonlyMap<string, readonly PlacedDirective[]>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  readonly models: ReadonlySet<string>;
  readonly roots: RootNames;
  /** The version of Amplify's dialect; where the source is plain, the second. */
  readonly dialect: Dialect;
  /** Whether the source uses nothing of Amplify's dialect. */
  readonly plain: boolean;
}

/** The names of the three root types. */
export interface RootNames {
  readonly query: string;
  readonly mutation: string;
  readonly subscription: string;
}

/** Indexes checked definitions. */
export function indexSource(
  definitions: readonly DefinitionNode[],
  dialect: Dialect,
  plain: boolean,
): Source {
  const types: SourceType[] = [];
  const objects = new Map<string, SourceType>();
  const enums = new Map<string, EnumTypeDefinitionNode>();
  const models = new Set<string>();
  for (const node of definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) enums.set(node.name.value, node);
    if (!isObjectLike(node)) continue;
    const type = sourceType(node);
    types.push(type);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    objects.set(type.name, type);
    if (directiveOn(type, 'model')) models.add(type.name);
  }
  const placed = placeDirectives(types);
  return {
    definitions,
    types,
    objects,
    placed,
    enums,
    models,
    roots: rootNames(definitions),
    dialect,
    plain,
  };
}

function placeDirectives(types: readonly SourceType[]): Map<string, PlacedDirective[]> {
  const placed = new Map<string, PlacedDirective[]>();
  const place = (one: PlacedDirective): void => {
    const others = placed.get(one.directive.name.value);
    if (others) others.push(one);
    else placed.set(one.directive.name.value, [one]);
  };
  for (const type of types) {
    for (const directive of type.directives) place({ type, field: undefined, directive });
    for (const field of type.fields.values())
      for (const directive of field.directives) place({ type, field, directive });
  }
  return placed;
}

function isObjectLike(node: DefinitionNode): node is NonNullable<SourceType['node']> {
  return (
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    node.kind === Kind.OBJECT_TYPE_EXTENSION
  );
}

function sourceType(node: NonNullable<SourceType['node']>): SourceType {
  const fields = new Map<string, SourceField>();
  for (const field of node.fields ?? []) fields.set(field.name.value, sourceField(field));
  return { name: node.name.value, fields, directives: node.directives ?? [], node };
}

function sourceField(node: FieldDefinitionNode): SourceField {
  const type = typeText(node.type);
  return { name: node.name.value, type, base: baseOf(type), directives: node.directives ?? [], node };
}

function rootNames(definitions: readonly DefinitionNode[]): RootNames {
  const schema = definitions.find((node) => node.kind === Kind.SCHEMA_DEFINITION);
  const named = (operation: string): string | undefined =>
    schema?.operationTypes.find((entry) => entry.operation === operation)?.type.name.value;
  return {
    query: named('query') ?? 'Query',
    mutation: named('mutation') ?? 'Mutation',
    subscription: named('subscription') ?? 'Subscription',
  };
}

/** Whether a field holds scalars or enum values, in lists or alone. */
export function isScalarOrEnum(source: Source, base: string): boolean {
  return isScalarName(base) || source.enums.has(base);
}
