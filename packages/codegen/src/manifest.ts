import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { PluginFunction, Types } from '@graphql-codegen/plugin-helpers';
import { expand, iamResources } from '@postern/schema';
import { Kind, type OperationDefinitionNode } from 'graphql';
import { minimumIdentities, type MinimumIdentities } from './minimum-identities.ts';
import { namedOperations } from './named-operations.ts';
import { documentOf, typedOperation } from './typed-operation.ts';

/** The plugin's configuration. */
export interface ManifestConfig {
  /** The SDL as it is deployed, with `@model` and `@auth`. */
  readonly source: string;
  /** The CDK construct's `enableIamAuthorizationMode`. @defaultValue `false` */
  readonly iamAccess?: boolean;
  /**
   * The projects that import each operation, by its name; those under `*` import all. Whoever runs codegen finds them:
   * the plugin reads no sources.
   *
   * @defaultValue not known, and left out
   */
  readonly importers?: Readonly<Record<string, readonly string[]>>;
}

/** An operation in the manifest. */
export interface ManifestEntry {
  readonly kind: OperationDefinitionNode['operation'];
  /** Of the text that is sent. */
  readonly sha256: string;
  /** The file that it stands in, as seen from where codegen runs. */
  readonly file: string;
  /** Such as `Mutation.createItem`. */
  readonly rootFields: readonly string[];
  readonly minimumIdentities: MinimumIdentities;
  /** What an IAM policy has to name, behind `arn:…:apis/ID/`. */
  readonly iamResources: readonly string[];
  readonly projects?: readonly string[];
}

/**
 * Writes the manifest of the workspace as JSON: for each operation its hash, where it stands, what it calls, who at least may
 * call it, what an IAM policy has to name, and who imports it.
 *
 * @throws TypeError for an operation without a name; SchemaError when the schema cannot be read.
 */
export const plugin: PluginFunction<ManifestConfig> = (_schema, documents, config) => {
  const expanded = expand(config.source, { iamAccess: config.iamAccess ?? false });
  const { operations, fragments } = namedOperations(documents);
  const files = filesOf(documents);
  const entries = operations.map((node): [string, ManifestEntry] => {
    const { name, kind, text, access } = typedOperation(node, fragments, expanded);
    const resources = iamResources(expanded, documentOf(node, fragments).document);
    const entry: ManifestEntry = {
      kind,
      sha256: createHash('sha256').update(text).digest('hex'),
      file: files.get(node) ?? '',
      rootFields: resources.map((resource) =>
        resource
          .split('/')
          .filter((_, index) => index % 2)
          .join('.'),
      ),
      minimumIdentities: minimumIdentities(access),
      iamResources: resources,
      ...projectsOf(name, config.importers),
    };
    return [name, entry];
  });
  return `${JSON.stringify({ operations: Object.fromEntries(entries) }, null, 2)}\n`;
};

function filesOf(documents: readonly Types.DocumentFile[]): Map<OperationDefinitionNode, string> {
  const files = new Map<OperationDefinitionNode, string>();
  for (const { location = '', document } of documents) {
    const file = relative(process.cwd(), location).split(sep).join('/');
    for (const node of document?.definitions ?? []) {
      if (node.kind === Kind.OPERATION_DEFINITION) files.set(node, file);
    }
  }
  return files;
}

function projectsOf(name: string, importers: ManifestConfig['importers']): { projects?: string[] } {
  if (!importers) return {};
  const ofName = Object.hasOwn(importers, name) ? importers[name] : undefined;
  return { projects: [...new Set([...(ofName ?? []), ...(importers['*'] ?? [])])].sort() };
}
