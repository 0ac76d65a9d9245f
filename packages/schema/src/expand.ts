import { Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { AccessTable } from './access/access-table.ts';
import { SchemaError, type SchemaLocation } from './errors.ts';
import type { AuthMode, AuthModes } from './expand/auth-modes.ts';
import type { Expansion } from './expand/context.ts';
import { customFields } from './expand/custom-root-fields.ts';
import { describeModels } from './expand/describe-models.ts';
import { expandSource } from './expand/expand-source.ts';
import { printOutput } from './expand/print-output.ts';
import { reachable } from './expand/reachable.ts';
import { runtimeSchema } from './expand/runtime-schema.ts';
import type { CustomFieldInfo, Model, RootFieldInfo } from './model.ts';
import { locateDeclared } from './read/locate-declared.ts';
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
  /**
   * {@link sdl} as a graphql-js schema, built when first asked for.
   *
   * @throws SchemaError `unknown-type` where the transformer names a type that nobody declares.
   */
  readonly schema: GraphQLSchema;
  readonly models: ReadonlyMap<string, Model>;
  readonly rootFields: readonly RootFieldInfo[];
  /** Fields of other types that a function or a web address answers. */
  readonly customFields: readonly CustomFieldInfo[];
  readonly access: AccessTable;
  /** Where the source declares a type, a field, or a directive on one of them; undefined for what is generated. */
  locate(type: string, field?: string, directive?: string): SchemaLocation | undefined;
  readonly authModes: AuthModes;
  readonly iamAccess: boolean;
}

const everyMode: readonly AuthMode[] = ['userPools', 'iam', 'apiKey', 'oidc', 'lambda'];

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
  const authModes = readModes(options);
  const iamAccess = options.iamAccess ?? false;
  const read = (located: boolean) => expandSource(readSource(source, located), authModes, iamAccess);
  const expansion = readTwice(read);
  const { roots } = expansion.source;
  const sdl = printOutput(reachable(expansion.output, roots), roots);
  let document: DocumentNode | undefined;
  let schema: GraphQLSchema | undefined;
  let models: ReadonlyMap<string, Model> | undefined;
  let again: Expansion | undefined;
  const located = (): Expansion => (again ??= read(true));
  return {
    sdl,
    get document() {
      return (document ??= parseSdl(sdl));
    },
    get schema() {
      return (schema ??= runtimeSchema(this.document));
    },
    get models() {
      return (models ??= describeModels(expansion));
    },
    rootFields: expansion.rootFields,
    customFields: customFields(expansion),
    access: new AccessTable(expansion.matrices, () => located().matrices),
    locate: (type, field, directive) => locateDeclared(located().source, type, field, directive),
    authModes,
    iamAccess,
  };
}

// Where everything stands is asked of few schemas, so it is read again for those: where one is wrong, and where a caller
// asks for a place.
function readTwice(read: (located: boolean) => Expansion): Expansion {
  try {
    return read(false);
  } catch (error) {
    if (error instanceof SchemaError) read(true);
    throw error;
  }
}

// A schema whose models have every root field switched off expands to nothing, which is no document.
function parseSdl(sdl: string): DocumentNode {
  return sdl.trim() === '' ? { kind: Kind.DOCUMENT, definitions: [] } : parse(sdl);
}

function readModes({ authModes }: ExpandOptions): AuthModes {
  const byDefault = authModes?.default ?? 'userPools';
  const others = everyMode.filter((mode) => mode !== byDefault);
  return { default: byDefault, additional: authModes ? (authModes.additional ?? []) : others };
}
