import { dirname, join, relative, resolve } from 'node:path';
import type { ProjectFile } from '@postern/config';
import { loadProjectFiles } from '@postern/config/node';
import { UsageError } from './errors.ts';
import { localSection, type LocalSection } from './local/local-section.ts';

/**
 * Reads the project files of a folder and of all folders above it, the nearest first, each named as seen from there.
 *
 * @throws ConfigError when one cannot be read or parsed.
 */
export async function projectFiles(folder: string): Promise<ProjectFile[]> {
  const found = await Promise.all(
    foldersUpwards(folder).map(async (place) => {
      const files = await loadProjectFiles(place);
      return files.map((file) => ({ ...file, name: relative(folder, join(place, file.name)) }));
    }),
  );
  return found.flat();
}

function foldersUpwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)];
}

/** What `postern.config.json` says of the workspace and the local backend; paths are absolute. */
export interface Project {
  readonly schema?: string;
  /** The pattern of the files that hold the operations. */
  readonly operations?: string;
  /** Whether IAM callers pass the rules, as with `enableIamAuthorizationMode` of the CDK construct. */
  readonly iamAccess?: boolean;
  readonly functions?: string;
  /** How the local backend is set up. */
  readonly local: LocalSection;
}

/**
 * Reads the nearest `postern.config.json`.
 *
 * @returns Nothing in it when there is none.
 * @throws ConfigError when it cannot be parsed, UsageError when a key holds something else than it should.
 */
export async function readProject(folder: string): Promise<Project> {
  const file = (await projectFiles(folder)).find(({ name }) => name.endsWith('postern.config.json'));
  if (!file) return { local: {} };
  const { schema, operations, iamAccess, functions, local } = file.content as Record<string, unknown>;
  if (iamAccess !== undefined && typeof iamAccess !== 'boolean') {
    throw new UsageError(`${file.name}: "iamAccess" has to be true or false.`);
  }
  return {
    ...pathAt(folder, file, 'schema', schema),
    ...pathAt(folder, file, 'operations', operations),
    ...(iamAccess === undefined ? {} : { iamAccess }),
    ...pathAt(folder, file, 'functions', functions),
    local: localSection(file.name, local),
  };
}

function pathAt<Key extends string>(
  folder: string,
  { name }: ProjectFile,
  key: Key,
  value: unknown,
): { readonly [Name in Key]?: string } {
  if (value === undefined) return {};
  if (typeof value !== 'string') throw new UsageError(`${name}: "${key}" has to be a path.`);
  return { [key]: resolve(folder, dirname(name), value) } as { [Name in Key]: string };
}
