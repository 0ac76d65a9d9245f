import type { Model } from '@postern/schema';
import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Item } from '../store/item-store.ts';

/** What `@default` puts into new records, as values of the fields' types. */
export function defaultValues(model: Model, schema: GraphQLSchema): Item {
  const type = schema.getType(model.name);
  const fields = isObjectType(type) ? type.getFields() : {};
  const entries = Object.entries(model.defaults).map(([name, text]) => {
    const typeName = String(getNamedType(fields[name]?.type));
    return [name, valueOf(typeName, text)] as const;
  });
  return Object.fromEntries(entries);
}

const valued = new Set(['Int', 'Float', 'Boolean', 'AWSTimestamp', 'AWSJSON']);

function valueOf(typeName: string, text: string): unknown {
  if (!valued.has(typeName)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
