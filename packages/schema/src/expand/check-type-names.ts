import { Kind, visit } from 'graphql';
import { didYouMean } from '../read/did-you-mean.ts';
import { refusal } from '../read/refuse.ts';
import { isScalarName } from '../read/scalars.ts';
import type { Source } from '../read/source.ts';
import type { Output } from './output.ts';

/**
 * Checks that every type that the source names exists, declared or generated.
 *
 * AWS's transformer refuses a source that names an input which it generates itself; people write that, so we accept it.
 *
 * @throws SchemaError `unknown-type`.
 */
export function checkTypeNames({ definitions, dialect, plain, objects }: Source, output: Output): void {
  for (const definition of definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    visit(definition, {
      [Kind.DIRECTIVE]: () => false,
      [Kind.NAMED_TYPE]: (node) => {
        const name = node.name.value;
        const known = definition.kind === Kind.SCHEMA_DEFINITION ? objects.has(name) : output.has(name);
        if (known || isScalarName(name) || (!plain && dialect.argumentTypes.has(name))) return;
        const hint =
          didYouMean(
            name,
            [...output.types.keys()].filter((known) => known !== name),
          ) ?? 'Declare it, or correct the name.';
        throw refusal('unknown-type', node, `Unknown type ${name}.`, hint);
      },
    });
  }
}
