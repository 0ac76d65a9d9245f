import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Generated files: what should stand in each, by absolute path. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** How a folder differs from what was generated for it. */
export interface Stale {
  readonly file: string;
  readonly why: 'differs' | 'missing' | 'not generated any more';
}

/** Compares generated files with those on disk, files included that nothing generates any more. */
export async function findStale(files: GeneratedFiles): Promise<Stale[]> {
  const stale: Stale[] = [];
  for (const [file, content] of files) {
    const found = await readFile(file, 'utf8').catch(ifMissing);
    if (found !== content) stale.push({ file, why: found === undefined ? 'missing' : 'differs' });
  }
  for (const file of await leftOver(files)) stale.push({ file, why: 'not generated any more' });
  return stale.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Makes the disk equal to what was generated: writes what differs beside its target and renames it, so that nobody reads
 * half a file, and removes what nothing generates any more.
 *
 * @returns What it mended.
 */
export async function writeGenerated(files: GeneratedFiles): Promise<Stale[]> {
  const stale = await findStale(files);
  for (const { file } of stale) {
    const content = files.get(file);
    if (content === undefined) {
      await rm(file);
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    const beside = `${file}.${process.pid}.tmp`;
    await writeFile(beside, content);
    await rename(beside, file);
  }
  return stale;
}

async function leftOver(files: GeneratedFiles): Promise<string[]> {
  const folders = new Set([...files.keys()].map((file) => dirname(file)).filter(isGeneratedFolder));
  const found = await Promise.all(
    [...folders].map(async (folder) => {
      const entries = (await readdir(folder, { withFileTypes: true }).catch(ifMissing)) ?? [];
      return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
    }),
  );
  return found.flat().filter((file) => !files.has(file));
}

// Only a folder of this name belongs to the generator alone.
function isGeneratedFolder(folder: string): boolean {
  return folder.split(/[\\/]/).includes('generated');
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
