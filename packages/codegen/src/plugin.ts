import type { PluginFunction } from '@graphql-codegen/plugin-helpers';
import { expand } from '@postern/schema';
import { nameAccessTypes } from './access-types.ts';
import { checkPlugins } from './check-plugins.ts';
import { namedOperations } from './named-operations.ts';
import { resultTypesNamer, type NamingConfig, type ResultTypes } from './result-types.ts';
import { typedOperation } from './typed-operation.ts';

/** The plugin's configuration, beside that of `typescript-operations` in the same file. */
export interface PluginConfig extends NamingConfig {
  /** The SDL as it is deployed, with `@model` and `@auth`. */
  readonly source: string;
  /** The CDK construct's `enableIamAuthorizationMode`. @defaultValue `false` */
  readonly iamAccess?: boolean;
  /**
   * Whether `tsc` checks the generated file itself. It holds together by construction, and callers are checked in any case; a
   * file that is not checked takes the compiler a third of the time.
   *
   * @defaultValue `false`, where this plugin comes first in the file: the comment that says so has to stand at the top.
   */
  readonly checkFile?: boolean;
  /** The module that `TypedOperation` is imported from. @defaultValue `@postern/client` */
  readonly typesFrom?: string;
}

/**
 * Writes each operation as a typed document that carries who may call it, and all of them as `operations`.
 *
 * It goes into one file with `typescript-operations`, whose types it refers to by the names that they get there.
 *
 * @throws TypeError for an operation without a name, and where `typescript-operations` does not stand in the same file;
 * SchemaError when the schema cannot be read.
 */
export const plugin: PluginFunction<PluginConfig> = (_schema, documents, config, info) => {
  if (info?.allPlugins) checkPlugins(info.allPlugins, info.outputFile ?? 'The file');
  const expanded = expand(config.source, { iamAccess: config.iamAccess ?? false });
  const { operations: nodes, fragments } = namedOperations(documents);
  const typesOf = resultTypesNamer(config);
  const operations = nodes.map((node) => typedOperation(node, fragments, expanded));
  const accessTypes = nameAccessTypes(operations);
  return {
    prepend: [
      ...(config.checkFile ? [] : ['// @ts-nocheck: it is generated, and holds together by construction.']),
      `import type { TypedOperation } from '${config.typesFrom ?? '@postern/client'}';`,
    ],
    content: [
      ...accessTypes.declarations,
      ...operations.map((operation) =>
        declare(operation, typesOf(operation.name, operation.kind), accessTypes.nameOf(operation)),
      ),
      registry(operations.map(({ name }) => name)),
    ].join('\n\n'),
  };
};

type Operation = ReturnType<typeof typedOperation>;

function declare(operation: Operation, { result, variables }: ResultTypes, access: string): string {
  const { name } = operation;
  const type = `TypedOperation<${result}, ${variables}, ${access}, '${name}'>`;
  // A parser of JSON is faster than one of JavaScript, and the compiler has nothing to look at.
  return `export const ${name}: ${type} = /*#__PURE__*/ JSON.parse(${quoted(JSON.stringify(operation))});`;
}

// In single quotes, which JSON has few of.
function quoted(json: string): string {
  return `'${json.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function registry(names: readonly string[]): string {
  return `/** Every operation by its name. */\nexport const operations = {\n${names.map((name) => `  ${name},\n`).join('')}};`;
}
