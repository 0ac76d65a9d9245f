import type { ConstDirectiveNode } from 'graphql';
import { didYouMean } from '../read/did-you-mean.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';

/** A field that a directive names. @param purpose - What for, as the problem ends. @throws SchemaError `unknown-field` */
export function namedField(
  type: SourceType,
  name: string,
  directive: ConstDirectiveNode,
  purpose = '',
): SourceField {
  const field = type.fields.get(name);
  if (field) return field;
  const names = [...type.fields.keys()];
  const hint = didYouMean(name, names) ?? `Its fields are ${names.join(', ')}.`;
  throw refusal('unknown-field', directive, `${type.name} has no field ${name}${purpose}.`, hint);
}
