import type { ConstDirectiveNode } from 'graphql';
import { directiveOn } from '../../read/directive-arguments.ts';
import { didYouMean } from '../../read/did-you-mean.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceField, SourceType } from '../../read/source.ts';
import type { Expansion } from '../context.ts';
import { planByKey } from './connection-by-key.ts';
import { planByName } from './connection-by-name.ts';
import { connectionArguments } from './connection-plan.ts';

/**
 * Reads a `@connection` into the relation that it is, in one of two ways: with `fields` by a key that the schema
 * declares, without by a field that the transformer makes.
 *
 * @see ModelConnectionTransformer in graphql-connection-transformer 5
 * @throws SchemaError `invalid-relation`, `unknown-field`.
 */
export function readConnection(
  expansion: Expansion,
  type: SourceType,
  field: SourceField,
  directive: ConstDirectiveNode,
): void {
  if (!directiveOn(type, 'model')) {
    const problem = `@connection on ${type.name}, which is no @model.`;
    throw refusal('invalid-relation', directive, problem, `Add @model to ${type.name}.`);
  }
  const related = expansion.models.get(field.base)?.type;
  if (!related) {
    const hint = didYouMean(field.base, expansion.models.keys()) ?? `Add @model to ${field.base}.`;
    throw refusal('invalid-relation', directive, `@connection to ${field.base}, which is no @model.`, hint);
  }
  const given = connectionArguments(directive);
  const connection = { type, field, directive, related, given };
  const plan = given.fields
    ? planByKey(expansion, connection, given.fields)
    : planByName(expansion, connection);
  expansion.relations.push(plan);
}
