import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';

/** A file of the bundle. */
export interface BundleFile {
  readonly name: string;
  readonly bytes: number;
}

/** What is bundled. */
export interface BundleOptions {
  /** The program's own first file; the bundle's is `<name>.mjs`. */
  readonly entry: string;
  readonly name: string;
  readonly plugins?: readonly Plugin[];
}

/**
 * Bundles a program for Node: one file that starts it, and others that are loaded when they are first needed. It needs no
 * `node_modules`.
 *
 * @param folder - Is made anew.
 */
export async function bundleInto(folder: string, options: BundleOptions): Promise<BundleFile[]> {
  const { entry, name, plugins = [] } = options;
  await rm(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { [name]: entry },
    platform: 'node',
    // A desktop's keychain is native code that a server has no use for.
    external: ['@napi-rs/keyring'],
    // AWS's packages say nothing in `exports` and have their modules under `module`.
    resolve: { mainFields: ['module', 'main'], conditionNames: ['node', 'import', 'module', 'default'] },
    plugins: [...plugins],
    logLevel: 'silent',
  });
  await bundle.write({
    dir: folder,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (file) => ({ name: file, bytes: (await stat(join(folder, file))).size })),
  );
}
