import type { ConstDirectiveNode } from 'graphql';
import { refusal } from '../read/refuse.ts';
import { isScalarOrEnum, type SourceField, type SourceType } from '../read/source.ts';
import type { Expansion } from './context.ts';
import { namedField } from './named-field.ts';

/** A field that holds part of a relation's key. @throws SchemaError `unknown-field`, `invalid-relation`. */
export function scalarField(
  { source }: Expansion,
  type: SourceType,
  name: string,
  directive: ConstDirectiveNode,
): SourceField {
  const field = namedField(type, name, directive);
  if (isScalarOrEnum(source, field.base)) return field;
  const problem = `${type.name}.${name} is neither scalar nor enum and cannot hold a key.`;
  throw refusal('invalid-relation', directive, problem, 'Name the field that holds the id.');
}
