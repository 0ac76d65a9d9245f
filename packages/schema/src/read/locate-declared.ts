import type { SchemaLocation } from '../errors.ts';
import { locate } from './locate.ts';
import type { Source } from './source.ts';

/** Where a source declares a type, a field, or a directive on one of them, extensions included. */
export function locateDeclared(
  { types }: Source,
  typeName: string,
  fieldName?: string,
  directive?: string,
): SchemaLocation | undefined {
  for (const type of types) {
    if (type.name !== typeName) continue;
    const declared = fieldName === undefined ? type : type.fields.get(fieldName);
    const node =
      directive === undefined
        ? declared?.node
        : declared?.directives.find(({ name }) => name.value === directive);
    const [location] = locate(node);
    if (location) return location;
  }
  return undefined;
}
