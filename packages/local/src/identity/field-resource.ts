import type { ExpandedSchema } from '@postern/schema';

/**
 * What an IAM policy calls a root field.
 *
 * @param field - As `Query.getItem`, `Mutation.*` or `*`.
 * @throws TypeError for a field that the schema does not have.
 */
export function fieldResource(expanded: ExpandedSchema, field: string): string {
  const [type = '', name = '*'] = field.split('.');
  if (type === '*') return 'types/*';
  if (name === '*') return `types/${type}/*`;
  if (!expanded.rootFields.some((info) => info.parent === type && info.name === name)) {
    throw new TypeError(`The schema has no root field ${field}; a field is written as Query.getItem.`);
  }
  return `types/${type}/fields/${name}`;
}
