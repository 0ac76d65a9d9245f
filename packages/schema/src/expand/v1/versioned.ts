import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments, directiveOn } from '../../read/directive-arguments.ts';
import { checkName } from '../../read/check-name.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceType } from '../../read/source.ts';
import { baseOf, required } from '../../read/type-text.ts';
import type { Expansion } from '../context.ts';
import { typeNames } from '../names.ts';
import { outputField } from '../output.ts';

/**
 * Applies a `@versioned`: the API counts a record's versions, and updates and deletes name the one they expect.
 *
 * @see VersionedModelTransformer in graphql-versioned-transformer 5
 * @throws SchemaError `invalid-model`.
 */
export function applyVersioned({ output }: Expansion, type: SourceType, directive: ConstDirectiveNode): void {
  const refuse = (problem: string, hint: string) => refusal('invalid-model', directive, problem, hint);
  if (!directiveOn(type, 'model'))
    throw refuse(`@versioned on ${type.name}, which is no @model.`, `Add @model to ${type.name}.`);
  const given = directiveArguments(directive);
  const version = String(given.versionField ?? 'version');
  const expected = String(given.versionInput ?? 'expectedVersion');
  for (const name of [version, expected]) checkName(name, directive, 'invalid-model');
  const create = output.get(typeNames.create(type.name))?.fields;
  create?.delete(version);
  if (create?.size === 0) throw refuse(`${type.name} has no field besides ${version}.`, 'Add another field.');
  for (const input of [typeNames.update(type.name), typeNames.delete(type.name)])
    output.get(input)?.fields.set(expected, outputField(expected, 'Int!'));
  const fields = output.get(type.name)?.fields;
  const declared = fields?.get(version);
  if (declared && !['Int', 'BigInt'].includes(baseOf(declared.type)))
    throw refuse(`${type.name}.${version} is of type ${declared.type}.`, 'Make it Int.');
  fields?.set(
    version,
    declared ? { ...declared, type: required(declared.type) } : outputField(version, 'Int!'),
  );
}
