import { buildASTSchema, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { AccessTable } from './access/access-table.ts';
import { readAccess } from './access/read-access.ts';
import { checkTypeNames } from './expand/check-type-names.ts';
import type { AuthMode, AuthModes } from './expand/auth-modes.ts';
import { copyTypes } from './expand/copy-types.ts';
import { customRootFields } from './expand/custom-root-fields.ts';
import { expandModel } from './expand/expand-model.ts';
import { addScalarFilters } from './expand/filter-inputs.ts';
import { Output } from './expand/output.ts';
import { printOutput } from './expand/print-output.ts';
import { protect } from './expand/protect.ts';
import { reachable } from './expand/reachable.ts';
import { runtimePrelude } from './expand/runtime-prelude.ts';
import type { Model, RootFieldInfo } from './model.ts';
import { directiveOn } from './read/directive-arguments.ts';
import { readModel } from './read/read-model.ts';
import { readSource, type SchemaSource } from './read/read-source.ts';

/** How the API is set up where the schema alone does not say. */
export interface ExpandOptions {
  /** @defaultValue user pools, with IAM, API key, OIDC and Lambda beside them. */
  readonly authModes?: { readonly default: AuthMode; readonly additional?: readonly AuthMode[] };
  /**
   * The CDK construct's `iamConfig.enableIamAuthorizationMode`: IAM callers pass every rule and their policy decides.
   *
   * @defaultValue `false`
   */
  readonly iamAccess?: boolean;
}

/** A schema as AppSync gets it, with the rules that it came from. */
export interface ExpandedSchema {
  /** The executable SDL, with `@aws_*` directives; types in alphabetical order. */
  readonly sdl: string;
  /** {@link sdl}, parsed. */
  readonly document: DocumentNode;
  /** {@link sdl} as a graphql-js schema, built when first asked for. */
  readonly schema: GraphQLSchema;
  readonly models: ReadonlyMap<string, Model>;
  readonly rootFields: readonly RootFieldInfo[];
  readonly access: AccessTable;
  readonly authModes: AuthModes;
  readonly iamAccess: boolean;
}

/**
 * Expands a schema in Amplify's dialect to the executable schema that AppSync would get, and reads its rules.
 *
 * @param source - The SDL, or several named files that together are the schema.
 * @throws SchemaError for a schema that cannot be read; its `locations` say where, its `hint` how to mend it.
 * @example
 * ```ts
 * const { sdl, access } = expand('type Note @model @auth(rules: [{ allow: owner }]) { id: ID! text: String }');
 * ```
 */
export function expand(
  source: string | readonly SchemaSource[],
  options: ExpandOptions = {},
): ExpandedSchema {
  const authModes: AuthModes = {
    default: options.authModes?.default ?? 'userPools',
    additional: options.authModes?.additional ?? ['iam', 'apiKey', 'oidc', 'lambda'],
  };
  const iamAccess = options.iamAccess ?? false;
  const { types, objects } = readSource(source);
  const models = objects.filter((type) => directiveOn(type, 'model')).map(readModel);
  const access = readAccess(objects);
  const output = new Output();
  copyTypes(types, output);
  if (models.length > 0) addScalarFilters(output);
  const modelNames = new Set(models.map((model) => model.name));
  const rootFields = [
    ...customRootFields(objects),
    ...models.flatMap((model) => expandModel(model, modelNames, output)),
  ];
  checkTypeNames(types, output);
  protect(models, access, { modes: authModes, iamAccess, modelNames }, objects, output);
  const sdl = printOutput(reachable(output));
  let document: DocumentNode | undefined;
  let schema: GraphQLSchema | undefined;
  return {
    sdl,
    get document() {
      return (document ??= parse(sdl));
    },
    get schema() {
      return (schema ??= buildASTSchema(parse(runtimePrelude + sdl)));
    },
    models: new Map(models.map((model) => [model.name, model])),
    rootFields,
    access: access.table,
    authModes,
    iamAccess,
  };
}
