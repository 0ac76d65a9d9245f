import { Kind, type ConstArgumentNode, type ConstDirectiveNode, type ConstValueNode } from 'graphql';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { checkName } from '../read/check-name.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import { baseOf, isList } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import { readIndex } from './read-keys.ts';
import { camelCase, graphqlName, lowerFirst, upperFirst } from './names.ts';
import { outputField } from './output.ts';
import { addModel } from './read-models.ts';
import { storedKeyFields } from './relation-references.ts';

/** One field with `@manyToMany`. */
export interface ManyToManySide {
  readonly type: SourceType;
  readonly field: SourceField;
  readonly directive: ConstDirectiveNode;
}

/** Notes a `@manyToMany` under its relation's name. @throws SchemaError `invalid-relation`. */
export function readManyToMany(sides: Map<string, ManyToManySide[]>, side: ManyToManySide): void {
  const { type, field, directive } = side;
  if (!directiveOn(type, 'model')) {
    throw refusal(
      'invalid-relation',
      directive,
      `@manyToMany on ${type.name}, which is no @model.`,
      `Add @model to ${type.name}.`,
    );
  }
  if (!isList(field.type)) {
    throw refusal('invalid-relation', directive, '@manyToMany needs a list.', `Write [${field.base}].`);
  }
  const name = graphqlName(upperFirst(String(directiveArguments(directive).relationName)));
  checkName(name, directive, 'invalid-relation');
  const noted = sides.get(name) ?? [];
  sides.set(name, [...noted, side]);
}

/**
 * Makes the type that joins two models for each `@manyToMany`, with all that a declared one would have.
 *
 * @throws SchemaError `invalid-relation`.
 */
export function addJoinModels(
  expansion: Expansion,
  sides: ReadonlyMap<string, readonly ManyToManySide[]>,
): void {
  for (const [name, pair] of sides) checkPair(expansion, name, pair);
  for (const [name, [one, two]] of sides) if (one && two) addJoinModel(expansion, name, one, two);
}

function checkPair({ output, models }: Expansion, name: string, pair: readonly ManyToManySide[]): void {
  const [one, two, third] = pair;
  const at = (third ?? one)?.directive;
  if (!one || !two || third) {
    throw refusal(
      'invalid-relation',
      at,
      `The relation ${name} needs exactly two fields with @manyToMany.`,
      'Name both sides alike.',
    );
  }
  for (const [side, other] of [
    [one, two],
    [two, one],
  ] as const) {
    if (models.has(side.field.base) && side.field.base === other.type.name) continue;
    const problem = `${side.type.name}.${side.field.name} joins ${side.field.base}, but the other side of ${name} is ${other.type.name}.`;
    throw refusal(
      'invalid-relation',
      side.directive,
      problem,
      `Write [${other.type.name}], or another relationName.`,
    );
  }
  if (one.type.name === two.type.name) {
    throw refusal(
      'invalid-relation',
      two.directive,
      `${one.type.name} cannot be joined with itself.`,
      'Declare the join type by hand.',
    );
  }
  if (!output.has(name)) return;
  throw refusal(
    'invalid-relation',
    two.directive,
    `There is a type ${name} already.`,
    'Choose another relationName.',
  );
}

interface JoinSide {
  readonly side: ManyToManySide;
  readonly object: SourceField;
  readonly keys: readonly SourceField[];
  readonly held: readonly SourceField[];
}

function addJoinModel(expansion: Expansion, name: string, one: ManyToManySide, two: ManyToManySide): void {
  const joined = [joinSide(expansion, one), joinSide(expansion, two)];
  const auth = joinAuth(one.type, two.type);
  const fields = [idField, ...joined.flatMap(({ held }) => held), ...joined.map(({ object }) => object)];
  const type: SourceType = {
    name,
    fields: new Map(fields.map((field) => [field.name, field])),
    directives: [directive('model'), ...(auth ? [auth] : [])],
    node: undefined,
  };
  addOutput(expansion, type);
  addModel(expansion, type, true);
  for (const { held } of joined) {
    const [first] = held;
    const index = first && directiveOn(first, 'index');
    if (first && index) readIndex(expansion, type, first, index);
  }
  for (const { side, object, keys, held } of joined)
    addRelations(expansion, type, { side, object, keys, held });
}

const idField: SourceField = { name: 'id', type: 'ID!', base: 'ID', directives: [], node: undefined };

function joinSide(expansion: Expansion, side: ManyToManySide): JoinSide {
  const { type } = side;
  const stem = lowerFirst(type.name);
  const keys = storedKeyFields(expansion, type);
  const names = keys.map((key, index) =>
    index === 0 ? camelCase(stem) + upperFirst(key.name) : `${stem}${key.name}`,
  );
  const index = directive('index', { name: text(`by${type.name}`), sortKeyFields: texts(names.slice(1)) });
  const held = keys.map((key, position) =>
    sourceField(names[position] ?? '', `${key.base}!`, position === 0 ? [index] : []),
  );
  const object = sourceField(stem, `${type.name}!`, [directive('hasOne', { fields: texts(names) })]);
  return { side, object, keys, held };
}

function addRelations(expansion: Expansion, join: SourceType, { side, object, keys, held }: JoinSide): void {
  expansion.relations.push(
    {
      kind: 'manyToMany',
      type: side.type,
      field: side.field,
      directive: side.directive,
      related: join,
      fields: keys,
      references: undefined,
      indexName: `by${side.type.name}`,
      counterpart: undefined,
    },
    {
      kind: 'hasOne',
      type: join,
      field: object,
      directive: side.directive,
      related: side.type,
      fields: held,
      references: undefined,
      indexName: undefined,
      counterpart: undefined,
    },
  );
}

// Whoever may reach either of the two may reach what joins them.
function joinAuth(one: SourceType, two: SourceType): ConstDirectiveNode | undefined {
  const rules = [one, two].flatMap((type): readonly ConstValueNode[] => {
    const value = directiveOn(type, 'auth')?.arguments?.find(
      (argument) => argument.name.value === 'rules',
    )?.value;
    return value?.kind === Kind.LIST ? value.values : [];
  });
  return rules.length > 0 ? directive('auth', { rules: { kind: Kind.LIST, values: rules } }) : undefined;
}

function addOutput({ output }: Expansion, type: SourceType): void {
  const fields = [...type.fields.values()].map(
    (field) => [field.name, outputField(field.name, field.type)] as const,
  );
  output.types.set(type.name, {
    kind: 'type',
    name: type.name,
    fields: new Map(fields),
    members: new Map(),
    directives: [],
    interfaces: [],
    isModel: true,
    description: undefined,
  });
}

function sourceField(name: string, type: string, directives: readonly ConstDirectiveNode[]): SourceField {
  return { name, type, base: baseOf(type), directives, node: undefined };
}

function directive(name: string, args: Readonly<Record<string, ConstValueNode>> = {}): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(args).map(([key, value]): ConstArgumentNode => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: key },
      value,
    })),
  };
}

function text(value: string): ConstValueNode {
  return { kind: Kind.STRING, value };
}

function texts(values: readonly string[]): ConstValueNode {
  return { kind: Kind.LIST, values: values.map(text) };
}
