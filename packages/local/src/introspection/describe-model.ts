import type { ExpandedSchema, Model } from '@postern/schema';
import { isObjectType } from 'graphql';
import { byName, fieldsOf } from './shapes.ts';

/** A model as Amplify's client reads it. */
export function describeModel(model: Model, expanded: ExpandedSchema): { readonly name: string } {
  const { name, primaryKey, operations } = model;
  const type = expanded.schema.getType(name);
  const generated = new Set([
    ...model.relations.flatMap(({ local }) => local),
    ...[primaryKey.partition, ...primaryKey.sort],
  ]);
  const times = new Set(Object.values(model.timestamps));
  const fields = Object.values(isObjectType(type) ? type.getFields() : {}).filter(
    (field) => model.fields.includes(field.name) || generated.has(field.name) || times.has(field.name),
  );
  return {
    name,
    fields: byName(
      fieldsOf(fields, expanded).map((field) => ({
        ...field,
        ...(times.has(field.name) && !model.fields.includes(field.name)
          ? { isRequired: false, isReadOnly: true }
          : {}),
        ...associationOf(model, field.name, expanded.models),
      })),
    ),
    syncable: true,
    pluralName: operations.list?.slice('list'.length) ?? `${name}s`,
    attributes: [
      { type: 'model', properties: switchedOff(model) },
      ...keysOf(model),
      { type: 'auth', properties: { rules: rulesOf(name, expanded) } },
    ],
    primaryKeyInfo: {
      isCustomPrimaryKey: primaryKey.partition !== 'id' || primaryKey.sort.length > 0,
      primaryKeyFieldName: primaryKey.partition,
      sortKeyFieldNames: primaryKey.sort,
    },
  } as { readonly name: string };
}

const kinds = { hasOne: 'HAS_ONE', hasMany: 'HAS_MANY', manyToMany: 'HAS_MANY', belongsTo: 'BELONGS_TO' };

function associationOf(
  { relations, isJoin }: Model,
  field: string,
  models: ExpandedSchema['models'],
): object {
  const relation = relations.find((known) => known.field === field);
  if (!relation) return {};
  const { local, remote, model } = relation;
  // The two sides of a type that joins two others, which asks them by a field of its own.
  const kind = isJoin ? 'belongsTo' : relation.kind;
  if (kind === 'manyToMany') {
    const side = models.get(model)?.relations.find((known) => known.local[0] === remote[0]);
    return { association: { connectionType: kinds[kind], associatedWith: [side?.field] } };
  }
  return {
    association: {
      connectionType: kinds[kind],
      ...(kind === 'belongsTo' ? {} : { associatedWith: remote }),
      ...(kind === 'belongsTo' || kind === 'hasOne' ? { targetNames: local } : {}),
    },
  };
}

function switchedOff({ operations }: Model): object {
  const off = (names: readonly ('get' | 'list' | 'create' | 'update' | 'delete')[]) =>
    Object.fromEntries(names.filter((name) => operations[name] === undefined).map((name) => [name, null]));
  const live = {
    onCreate: operations.onCreate,
    onUpdate: operations.onUpdate,
    onDelete: operations.onDelete,
  };
  const parts = {
    queries: off(['get', 'list']),
    mutations: off(['create', 'update', 'delete']),
    subscriptions: Object.fromEntries(
      Object.entries(live)
        .filter(([, names]) => names.length === 0)
        .map(([name]) => [name, null]),
    ),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, names]) => Object.keys(names).length > 0));
}

function keysOf({ primaryKey, indexes }: Model): object[] {
  const fields = [primaryKey.partition, ...primaryKey.sort];
  const isUsual = fields.length === 1 && fields[0] === 'id';
  return [
    ...(isUsual ? [] : [{ type: 'key', properties: { fields } }]),
    ...indexes.map(({ name, queryField, partition, sort }) => ({
      type: 'key',
      properties: { name, ...(queryField === undefined ? {} : { queryField }), fields: [partition, ...sort] },
    })),
  ];
}

// The client asks them for the fields that name owners and groups, which it selects.
function rulesOf(model: string, { access }: ExpandedSchema): object[] {
  const rules = access.rows
    .filter((row) => row.type === model)
    .map(({ strategy: allow, provider, entity, static: isStatic }) => ({
      ...{ allow, provider },
      ...(allow === 'owner' && entity !== null ? { ownerField: entity } : {}),
      ...(allow === 'groups' ? (isStatic ? { groups: [entity] } : { groupsField: entity }) : {}),
    }));
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
