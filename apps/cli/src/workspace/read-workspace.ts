import { dirname, join, relative, resolve } from 'node:path';
import type { ExpandedSchema, NamedOperation, SchemaSource } from '@postern/schema';
import type { FlagValues } from '../command/command.ts';
import { UsageError } from '../errors.ts';
import { exists, filesOf, sourceOf } from '../files.ts';
import { readProject } from '../project.ts';
import { readSchema } from '../schema-source.ts';
import type { Terminal } from '../terminal.ts';
import { embeddedDocuments, isSource } from './embedded-documents.ts';
import type { workspaceFlags } from './workspace-flags.ts';

type Where = FlagValues<typeof workspaceFlags>;

/** The schema of a workspace and its operations. */
export interface Workspace {
  readonly expanded: ExpandedSchema;
  readonly operations: readonly NamedOperation[];
}

/**
 * Reads the schema and the operations that flags name, else `postern.config.json`.
 *
 * @throws UsageError when there is no schema, or a pattern matches no file; SchemaError for what cannot be read.
 */
export async function readWorkspace(flags: Where, terminal: Terminal): Promise<Workspace> {
  const expanded = await readExpanded(flags, terminal);
  const { splitOperations } = await import('@postern/schema');
  return { expanded, operations: splitOperations(await operationFiles(flags, terminal)) };
}

/**
 * Reads the schema of `--schema`, else of `postern.config.json`; `"iamAccess": true` there is `--iam-access`.
 *
 * @throws UsageError when there is none, SchemaError for one that cannot be read.
 */
export async function readExpanded(flags: Where, terminal: Terminal): Promise<ExpandedSchema> {
  const project = await readProject(terminal.folder);
  const schema = flags.schema ?? (project.schema && relative(terminal.folder, project.schema));
  if (schema === undefined) {
    throw new UsageError(
      'There is no schema: name one with --schema FILE, or as "schema" in postern.config.json.',
    );
  }
  return readSchema([schema], { 'iam-access': iamAccessOf(flags, project.iamAccess) }, terminal);
}

/** Whether IAM callers pass the rules: by flag, else as the project says of its own schema. */
export function iamAccessOf(flags: Pick<Where, 'schema' | 'iam-access'>, ofProject = false): boolean {
  return flags['iam-access'] ?? (flags.schema === undefined && ofProject);
}

/**
 * Reads the files of operations: those of `--operations`, else of `"operations"` in `postern.config.json`, else those in a
 * folder `operations` beside the schema, if there is one. Of sources in JavaScript or TypeScript, the documents that they hold.
 *
 * @returns Each with its path from the folder as its name, in the order of their names.
 * @throws UsageError when `--operations` matches no file.
 */
export async function operationFiles(
  flags: Pick<Where, 'schema' | 'operations'>,
  terminal: Terminal,
): Promise<SchemaSource[]> {
  const project = await readProject(terminal.folder);
  const pattern =
    flags.operations ??
    project.operations ??
    (await besideSchema(flags.schema ?? project.schema, terminal.folder));
  const files = pattern === undefined ? [] : await filesOf(pattern, terminal.folder);
  if (files.length === 0 && flags.operations !== undefined) {
    throw new UsageError(`--operations: no file matches ${flags.operations}.`);
  }
  return Promise.all(files.map((file) => operationsIn(file, terminal)));
}

async function operationsIn(file: string, terminal: Terminal): Promise<SchemaSource> {
  const source = await sourceOf(file, terminal);
  return isSource(file) ? { ...source, body: embeddedDocuments(source.body) } : source;
}

async function besideSchema(schema: string | undefined, folder: string): Promise<string | undefined> {
  if (schema === undefined || schema === '-') return undefined;
  const operations = resolve(folder, dirname(schema), 'operations');
  return (await exists(operations)) ? join(operations, '**/*.graphql') : undefined;
}
