import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fault, FunctionsFactory, LocalUser } from '@postern/local';
import { FailedError, UsageError } from '../errors.ts';
import { exists } from '../files.ts';
import { readProject } from '../project.ts';
import { schemaSources } from '../schema-source.ts';
import type { Terminal } from '../terminal.ts';
import type { LocalSection } from './local-section.ts';
import { usersForGroups } from './users-for-groups.ts';

/** What a local backend is set up with, apart from where it listens and what it keeps. */
export interface LocalSetup extends LocalSection {
  readonly schema: string;
  readonly users: readonly LocalUser[];
  readonly functions?: FunctionsFactory;
  readonly faults?: readonly Fault[];
  readonly now?: () => number;
}

/** The flags that say how the backend is set up. */
export interface SetupFlags {
  readonly schema?: string;
  readonly functions?: string;
  readonly region?: string;
  readonly 'callback-url'?: readonly string[];
  readonly 'no-guests'?: boolean;
  readonly 'no-introspection'?: boolean;
  readonly fault?: readonly string[];
  readonly 'clock-skew'?: string;
}

/**
 * Finds schema, functions, users and what else the backend is set up with: from the flags, else from `postern.config.json`.
 *
 * @throws UsageError when there is no schema, a named file is not there, or a flag is wrong.
 */
export async function localSetup(flags: SetupFlags, terminal: Terminal): Promise<LocalSetup> {
  const project = await readProject(terminal.folder);
  const schemaFile = flags.schema ?? project.schema;
  if (schemaFile === undefined) {
    throw new UsageError(
      'There is no schema: name one with --schema FILE, or as "schema" in postern.config.json.',
    );
  }
  const schema = await readSdl(schemaFile, terminal);
  const functionsFile = flags.functions ?? project.functions;
  const functions =
    functionsFile === undefined ? undefined : await lazyFunctions(resolve(terminal.folder, functionsFile));
  const users = project.local.users ?? (await usersForGroups(schemaFile, schema));
  return {
    ...project.local,
    ...sectionOf(flags),
    ...(flags.fault ? { faults: await parseFaults(flags.fault) } : {}),
    ...(flags['clock-skew'] === undefined ? {} : { now: skewedClock(flags['clock-skew']) }),
    ...{ schema, users, ...(functions ? { functions } : {}) },
  };
}

// The files of a folder are read as one, but a mistake is told of at its place in its own file.
async function readSdl(name: string, terminal: Terminal): Promise<string> {
  const sources = await schemaSources(name, terminal);
  if (sources.length > 1) (await import('@postern/schema')).expand(sources, { iamAccess: true });
  return sources.map(({ body }) => body).join('\n');
}

// What flags say instead of the project's file.
function sectionOf(flags: SetupFlags): LocalSection {
  const { region, 'callback-url': callbackUrls } = flags;
  for (const url of callbackUrls ?? []) {
    if (!URL.canParse(url)) throw new UsageError(`--callback-url takes a whole URL, not "${url}".`);
  }
  return {
    ...(region === undefined ? {} : { region }),
    ...(callbackUrls ? { callbackUrls } : {}),
    ...(flags['no-guests'] ? { guests: false } : {}),
    ...(flags['no-introspection'] ? { introspection: false } : {}),
  };
}

function skewedClock(text: string): () => number {
  if (!/^-?\d+$/.test(text)) {
    throw new UsageError(`--clock-skew takes a whole number of seconds, not "${text}".`);
  }
  const skewMs = Number(text) * 1000;
  return () => Date.now() + skewMs;
}

async function parseFaults(texts: readonly string[]): Promise<Fault[]> {
  const { parseFault } = await import('@postern/local');
  try {
    return texts.map(parseFault);
  } catch (error) {
    throw new UsageError(`--fault: ${(error as Error).message}`, { cause: error });
  }
}

// The module is loaded when the first function is called, so that the start does not wait for it.
async function lazyFunctions(file: string): Promise<FunctionsFactory> {
  if (!(await exists(file))) throw new UsageError(`There is no functions module ${file}.`);
  return async (environment) => {
    const module = (await import(pathToFileURL(file).href)) as { default?: FunctionsFactory };
    if (typeof module.default !== 'function') {
      throw new FailedError(`${file} has no default export that makes the functions.`);
    }
    return module.default(environment);
  };
}
