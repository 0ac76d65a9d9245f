import type { Types } from '@graphql-codegen/plugin-helpers';

// Options that name the types which this plugin refers to.
const naming = [
  'namingConvention',
  'typesPrefix',
  'typesSuffix',
  'operationResultSuffix',
  'dedupeOperationSuffix',
  'omitOperationSuffix',
];

/**
 * Says what is wrong with a file in which the types would not be found, before it is written.
 *
 * This is not graphql-codegen's `validate`, whose plugins come behind all others at the top of the file.
 *
 * @param plugins - The plugins of the file, each by its name with the options of its own.
 * @throws TypeError where `typescript-operations` is missing, or names its types by options that this plugin does not get.
 */
export function checkPlugins(plugins: readonly Types.ConfiguredPlugin[], file: string): void {
  const entries = plugins.flatMap((plugin) => Object.entries(plugin as Record<string, unknown>));
  const types = entries.find(([name]) => name.endsWith('typescript-operations'));
  if (!types) {
    throw new TypeError(`${file}: add "typescript-operations" to its plugins; it makes the types.`);
  }
  const own = naming.find((option) => option in ((types[1] ?? {}) as object));
  if (own !== undefined) {
    throw new TypeError(
      `${file}: move ${own} from typescript-operations to the config of the file, where @postern/codegen reads it too.`,
    );
  }
}
