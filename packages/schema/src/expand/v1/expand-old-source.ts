import type { Expansion } from '../context.ts';
import { applyIndex, applyPrimaryKey } from '../expand-keys.ts';
import { checkFunction } from '../field-checks.ts';
import { readHttp } from '../http.ts';
import { readEach, refuseOnExtensions, refuseUnsupported } from '../read-directives.ts';
import { readModels } from '../read-models.ts';
import { addScalarFilters } from '../scalar-filters.ts';
import { applyConnection } from './apply-connection.ts';
import { expandModel } from './expand-model.ts';
import { openToIam } from './open-to-iam.ts';
import { protect } from './protect.ts';
import { readConnection } from './read-connection.ts';
import { readKey } from './read-key.ts';
import { readSearchable } from './searchable.ts';
import { applyVersioned } from './versioned.ts';

/**
 * Expands a source in the first version's dialect: `@key` and `@connection` become the keys and relations that the second
 * version's directives become, and the same steps make the schema from them, in the shape that the first version gave it.
 *
 * @see GraphQLTransform.transform in graphql-transformer-core 8
 * @throws SchemaError for a source that the first transformer would refuse.
 */
export function expandOldSource(expansion: Expansion): void {
  refuseUnsupported(expansion);
  refuseOnExtensions(expansion);
  readModels(expansion);
  addScalarFilters(expansion);
  for (const plan of expansion.models.values()) expandModel(expansion, plan);
  readEach(expansion, 'versioned', nothing, (type, directive) => {
    applyVersioned(expansion, type, directive);
  });
  readEach(expansion, 'function', (...at) => {
    checkFunction(expansion, ...at);
  });
  readEach(expansion, 'http', (...at) => {
    readHttp(expansion, ...at);
  });
  expandKeys(expansion);
  expandConnections(expansion);
  readEach(expansion, 'searchable', nothing, (type, directive) => {
    readSearchable(expansion, type, directive);
  });
  protect(expansion);
  if (expansion.iamAccess) openToIam(expansion);
}

const nothing = (): void => undefined;

function expandKeys(expansion: Expansion): void {
  readEach(expansion, 'key', nothing, (type, directive) => {
    readKey(expansion, type, directive);
  });
  for (const key of expansion.primaryKeys.values()) applyPrimaryKey(expansion, key);
  for (const keys of expansion.indexes.values()) for (const key of keys) applyIndex(expansion, key);
}

function expandConnections(expansion: Expansion): void {
  readEach(expansion, 'connection', (...at) => {
    readConnection(expansion, ...at);
  });
  for (const relation of expansion.relations) applyConnection(expansion, relation);
}
