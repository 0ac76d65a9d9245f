import { Kind, visit, type TypeDefinitionNode } from 'graphql';
import { SchemaError } from '../errors.ts';
import { isScalarName } from '../read/dialect.ts';
import { didYouMean } from '../read/did-you-mean.ts';
import { locate } from '../read/locate.ts';
import type { Output } from './output.ts';

/**
 * Checks that every type that the source names exists, declared or generated.
 *
 * AWS's transformer refuses a source that names an input which it generates itself; people write that, so we accept it.
 *
 * @throws SchemaError `unknown-type`.
 */
export function checkTypeNames(types: ReadonlyMap<string, TypeDefinitionNode>, output: Output): void {
  for (const type of types.values()) {
    if (type.name.value === 'AMPLIFY') continue;
    visit(type, {
      [Kind.NAMED_TYPE]: (node) => {
        const name = node.name.value;
        if (isScalarName(name) || output.types.has(name)) return;
        throw new SchemaError('unknown-type', `Unknown type ${name}.`, {
          locations: locate(node),
          hint: didYouMean(name, output.types.keys()) ?? `Declare it, or correct the name.`,
        });
      },
    });
  }
}
