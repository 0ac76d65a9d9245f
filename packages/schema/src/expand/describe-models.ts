import type { FieldValidation, Model, ModelOperationNames, Relation } from '../model.ts';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import type { Expansion, ModelPlan } from './context.ts';
import type { RelationPlan } from './declarations.ts';
import { connectionFieldName } from './expand-relations.ts';
import { primaryKeyFields } from './relation-references.ts';

/** What was read of each model, for whoever executes the schema. */
export function describeModels(expansion: Expansion): Map<string, Model> {
  const relations = Map.groupBy(expansion.relations, ({ type }) => type.name);
  return new Map(
    [...expansion.models].map(([name, plan]) => [
      name,
      describeModel(expansion, plan, relations.get(name) ?? []),
    ]),
  );
}

function describeModel(expansion: Expansion, plan: ModelPlan, relations: readonly RelationPlan[]): Model {
  const { type, config, isJoin } = plan;
  const [partition, ...sort] = primaryKeyFields(expansion, type).map(({ name }) => name);
  const { createdAt, updatedAt } = config.timestamps ?? {};
  return {
    name: type.name,
    fields: [...type.fields.keys()],
    primaryKey: { partition: partition ?? 'id', sort },
    indexes: (expansion.indexes.get(type.name) ?? []).map((index) => ({
      name: index.name ?? '',
      partition: index.field.name,
      sort: index.sort.map(({ name }) => name),
      ...(index.queryField === undefined ? {} : { queryField: index.queryField }),
    })),
    operations: operationNames(plan),
    timestamps: { ...(createdAt ? { createdAt } : {}), ...(updatedAt ? { updatedAt } : {}) },
    relations: relations.map((relation) => describeRelation(expansion, relation)),
    defaults: defaultsOf(plan),
    validations: validationsOf(plan),
    isJoin,
  };
}

function operationNames({ config }: ModelPlan): ModelOperationNames {
  const { queries, mutations, subscriptions } = config;
  const live = subscriptions?.level === 'off' ? null : subscriptions;
  return {
    ...(queries?.get ? { get: queries.get } : {}),
    ...(queries?.list ? { list: queries.list } : {}),
    ...(mutations?.create ? { create: mutations.create } : {}),
    ...(mutations?.update ? { update: mutations.update } : {}),
    ...(mutations?.delete ? { delete: mutations.delete } : {}),
    onCreate: mutations?.create ? (live?.onCreate ?? []) : [],
    onUpdate: mutations?.update ? (live?.onUpdate ?? []) : [],
    onDelete: mutations?.delete ? (live?.onDelete ?? []) : [],
  };
}

function defaultsOf({ type }: ModelPlan): Record<string, string> {
  const given = [...type.fields.values()].flatMap((field): [string, string][] => {
    const directive = directiveOn(field, 'default');
    return directive ? [[field.name, String(directiveArguments(directive).value)]] : [];
  });
  return Object.fromEntries(given);
}

function validationsOf({ type }: ModelPlan): FieldValidation[] {
  return [...type.fields.values()].flatMap(({ name: field, directives }) =>
    directives
      .filter((directive) => directive.name.value === 'validate')
      .map((directive) => {
        const { type: kind, value, errorMessage } = directiveArguments(directive);
        return {
          field,
          type: kind as FieldValidation['type'],
          value: String(value),
          ...(typeof errorMessage === 'string' ? { message: errorMessage } : {}),
        };
      }),
  );
}

const defaultLimit = 100;

function describeRelation(expansion: Expansion, relation: RelationPlan): Relation {
  const { kind, field, related, directive, indexName } = relation;
  const { limit } = directiveArguments(directive);
  const ends = relation.references
    ? referenceEnds(expansion, relation, relation.references)
    : fieldEnds(expansion, relation);
  return {
    kind,
    field: field.name,
    model: related.name,
    ...ends,
    ...(indexName === undefined ? {} : { index: indexName }),
    limit: typeof limit === 'number' ? limit : defaultLimit,
  };
}

type Ends = Pick<Relation, 'local' | 'remote'>;

function referenceEnds(
  expansion: Expansion,
  { kind, type, related }: RelationPlan,
  references: readonly string[],
): Ends {
  const key = primaryKeyFields(expansion, kind === 'belongsTo' ? related : type).map(({ name }) => name);
  return kind === 'belongsTo' ? { local: references, remote: key } : { local: key, remote: references };
}

function fieldEnds(expansion: Expansion, relation: RelationPlan): Ends {
  if (relation.ends) return relation.ends;
  const { kind, type, field, related, fields, counterpart } = relation;
  const names = (key: ReturnType<typeof primaryKeyFields>): string[] => key.map(({ name }) => name);
  if (kind === 'hasMany' || kind === 'manyToMany') {
    const own = primaryKeyFields(expansion, type);
    if (fields.length === 0) {
      return { local: names(own), remote: own.map((key) => connectionFieldName(type, field, key.name)) };
    }
    const local = fields.map(({ name }) => name);
    return { local, remote: listKey(expansion, relation).slice(0, local.length) };
  }
  const remote = primaryKeyFields(expansion, related);
  if (fields.length > 0)
    return { local: fields.map(({ name }) => name), remote: names(remote).slice(0, fields.length) };
  const [owner, via] = counterpart?.kind === 'hasMany' ? [related, counterpart.field] : [type, field];
  return { local: remote.map((key) => connectionFieldName(owner, via, key.name)), remote: names(remote) };
}

function listKey(expansion: Expansion, { related, indexName }: RelationPlan): string[] {
  const index = expansion.indexes.get(related.name)?.find((one) => one.name === indexName);
  const key = index ? [index.field, ...index.sort] : primaryKeyFields(expansion, related);
  return key.map(({ name }) => name);
}
