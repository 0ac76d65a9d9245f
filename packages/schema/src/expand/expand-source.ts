import { checkReadable } from '../access/check-readable.ts';
import type { Source } from '../read/source.ts';
import type { AuthModes } from './auth-modes.ts';
import { checkDeclaredNames, checkTypeNames } from './check-type-names.ts';
import type { Expansion } from './context.ts';
import { copySource } from './copy-source.ts';
import { customRootFields } from './custom-root-fields.ts';
import { applyIndex, applyPrimaryKey } from './expand-keys.ts';
import { expandModel } from './expand-model.ts';
import { applyHasMany, applyHasOne } from './expand-relations.ts';
import { openDeclaredToIam, openModelToIam } from './iam-access.ts';
import { protect } from './protect.ts';
import { readDirectives } from './read-directives.ts';
import { addScalarFilters } from './scalar-filters.ts';
import { shapeOf } from './shape.ts';
import { expandOldSource } from './v1/expand-old-source.ts';
import { addSearchInputs } from './searchable.ts';

/**
 * Does what AWS's transformer does to a source, step by step in its order.
 *
 * @see GraphQLTransform.transform in @aws-amplify/graphql-transformer-core
 * @throws SchemaError for a source that the transformer would refuse.
 */
export function expandSource(source: Source, modes: AuthModes, iamAccess: boolean): Expansion {
  const expansion: Expansion = {
    source,
    shape: shapeOf(source.dialect),
    output: copySource(source),
    modes,
    iamAccess,
    models: new Map(),
    primaryKeys: new Map(),
    indexes: new Map(),
    relations: [],
    relationIndexes: new Set(),
    searchables: new Map(),
    matrices: new Map(),
    rootFields: [],
  };
  expansion.rootFields.push(...customRootFields(expansion));
  checkDeclaredNames(source, expansion.output);
  if (source.dialect.version === 1) expandOldSource(expansion);
  else expandNewSource(expansion);
  checkTypeNames(source, expansion.output);
  return expansion;
}

function expandNewSource(expansion: Expansion): void {
  if (!expansion.source.plain) {
    readDirectives(expansion);
    generate(expansion);
  }
  if (expansion.iamAccess) openDeclaredToIam(expansion);
  protect(expansion);
  checkReadable(expansion);
}

function generate(expansion: Expansion): void {
  addScalarFilters(expansion);
  for (const plan of expansion.models.values()) {
    const before = expansion.rootFields.length;
    expandModel(expansion, plan);
    if (!expansion.iamAccess || plan.hasAuth || expansion.modes.default === 'iam') continue;
    openModelToIam(expansion, plan, expansion.rootFields.slice(before));
  }
  for (const key of expansion.primaryKeys.values()) applyPrimaryKey(expansion, key);
  for (const keys of expansion.indexes.values()) for (const key of keys) applyIndex(expansion, key);
  for (const relation of expansion.relations)
    if (relation.kind === 'hasMany') applyHasMany(expansion, relation);
  for (const relation of expansion.relations)
    if (relation.kind === 'hasOne') applyHasOne(expansion, relation);
  for (const relation of expansion.relations)
    if (relation.kind === 'manyToMany') applyHasMany(expansion, relation);
  for (const relation of expansion.relations)
    if (relation.kind === 'belongsTo') applyHasOne(expansion, relation);
  addSearchInputs(expansion);
}
