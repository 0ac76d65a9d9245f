import type { FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';
import pluralize from 'pluralize';
import { SchemaError } from '../errors.ts';
import type { Model, ModelIndex, ModelOperationNames } from '../model.ts';
import { directiveArguments, directiveOn } from './directive-arguments.ts';
import { didYouMean } from './did-you-mean.ts';
import { locate } from './locate.ts';

type Fields = ReadonlyMap<string, FieldDefinitionNode>;

/**
 * Reads `@model`, `@primaryKey` and `@index` of a type.
 *
 * @throws SchemaError `invalid-key`, `invalid-argument`, `unknown-field`, `unsupported`.
 */
export function readModel(type: ObjectTypeDefinitionNode): Model {
  const directive = directiveOn(type, 'model');
  if (!directive) throw new TypeError(`${type.name.value} has no @model`);
  const given = directiveArguments(directive);
  const name = type.name.value;
  const fields: Fields = new Map((type.fields ?? []).map((field) => [field.name.value, field]));
  refuseUnsupported(type);
  return {
    name,
    fields: [...fields.keys()],
    primaryKey: readPrimaryKey(type, fields),
    indexes: [...fields.values()].flatMap((field) => readIndexes(name, field, fields)),
    operations: operationNames(name, given),
    timestamps: timestamps(given.timestamps),
  };
}

const unsupported = ['hasOne', 'hasMany', 'belongsTo', 'manyToMany', 'searchable', 'default'];

function refuseUnsupported(type: ObjectTypeDefinitionNode): void {
  for (const node of [type, ...(type.fields ?? [])]) {
    const found = node.directives?.find((directive) => unsupported.includes(directive.name.value));
    if (!found) continue;
    throw new SchemaError('unsupported', `@${found.name.value} is not supported yet.`, {
      locations: locate(found),
    });
  }
}

function readPrimaryKey(type: ObjectTypeDefinitionNode, fields: Fields): Model['primaryKey'] {
  for (const field of fields.values()) {
    const directive = directiveOn(field, 'primaryKey');
    if (!directive) continue;
    const sort = stringList(directiveArguments(directive).sortKeyFields);
    for (const name of sort) requireField(fields, name, type.name.value, directive);
    if (field.type.kind !== 'NonNullType') {
      throw new SchemaError(
        'invalid-key',
        `The primary key ${type.name.value}.${field.name.value} may not be null.`,
        {
          locations: locate(field),
          hint: 'Add `!` to its type.',
        },
      );
    }
    return { partition: field.name.value, sort };
  }
  return { partition: 'id', sort: [] };
}

function readIndexes(typeName: string, field: FieldDefinitionNode, fields: Fields): ModelIndex[] {
  return (field.directives ?? [])
    .filter((directive) => directive.name.value === 'index')
    .map((directive) => {
      const given = directiveArguments(directive);
      const partition = field.name.value;
      const sort = stringList(given.sortKeyFields);
      for (const name of sort) requireField(fields, name, typeName, directive);
      const queryField =
        given.queryField === undefined ? autoQueryField(typeName, [partition, ...sort]) : given.queryField;
      return {
        name:
          typeof given.name === 'string'
            ? given.name
            : pluralize.plural(typeName.toLowerCase()) + `By${upperFirst(partition)}`,
        partition,
        sort,
        ...(typeof queryField === 'string' ? { queryField } : {}),
      };
    });
}

function autoQueryField(typeName: string, keys: readonly string[]): string {
  return `${lowerFirst(pluralize.plural(typeName))}By${keys.map(upperFirst).join('And')}`;
}

function requireField(
  fields: Fields,
  name: string,
  typeName: string,
  at: Parameters<typeof locate>[0],
): void {
  const field = fields.get(name);
  if (!field) {
    throw new SchemaError('unknown-field', `${typeName} has no field ${name}.`, {
      locations: locate(at),
      hint: didYouMean(name, fields.keys()) ?? `Its fields are ${[...fields.keys()].join(', ')}.`,
    });
  }
}

const sections = {
  queries: (type: string) => ({
    get: `get${upperFirst(type)}`,
    list: `list${pluralize.plural(upperFirst(type))}`,
  }),
  mutations: (type: string) => ({
    create: `create${upperFirst(type)}`,
    update: `update${upperFirst(type)}`,
    delete: `delete${upperFirst(type)}`,
  }),
};

// What @model's arguments leave of the default names; a given null switches an operation off.
function operationNames(type: string, given: Record<string, unknown>): ModelOperationNames {
  const queries = section(sections.queries(type), given.queries);
  const mutations = section(sections.mutations(type), given.mutations);
  return { ...queries, ...mutations, ...subscriptionNames(type, given.subscriptions, mutations) };
}

function section(defaults: Record<string, string>, given: unknown): Record<string, string> {
  if (given === null) return {};
  const merged: Record<string, unknown> = { ...defaults, ...(isRecord(given) ? given : {}) };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function subscriptionNames(
  type: string,
  given: unknown,
  mutations: Record<string, string>,
): Pick<ModelOperationNames, 'onCreate' | 'onUpdate' | 'onDelete'> {
  const options = isRecord(given) ? given : {};
  const off = given === null || options.level === 'off';
  const names = (on: 'onCreate' | 'onUpdate' | 'onDelete', mutation: string | undefined): string[] => {
    if (off || mutation === undefined || options[on] === null) return [];
    return options[on] === undefined ? [`${on}${upperFirst(type)}`] : stringList(options[on]);
  };
  return {
    onCreate: names('onCreate', mutations.create),
    onUpdate: names('onUpdate', mutations.update),
    onDelete: names('onDelete', mutations.delete),
  };
}

function timestamps(given: unknown): Model['timestamps'] {
  if (given === null) return {};
  const names: Record<string, unknown> = {
    createdAt: 'createdAt',
    updatedAt: 'updatedAt',
    ...(isRecord(given) ? given : {}),
  };
  return {
    ...(typeof names.createdAt === 'string' ? { createdAt: names.createdAt } : {}),
    ...(typeof names.updatedAt === 'string' ? { updatedAt: names.updatedAt } : {}),
  };
}

// GraphQL coerces a single value to a list of one.
function stringList(value: unknown): string[] {
  const list: unknown[] = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  return list.filter((entry) => typeof entry === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
