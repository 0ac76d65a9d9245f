import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';

const entry = resolve(import.meta.dirname, '../queue/lambda.ts');

/** A file of the bundle. */
export interface BundleFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Bundles the Lambda function: `index.mjs` with the handler, and files that are loaded when they are first needed.
 *
 * @param folder - Is made anew.
 */
export async function bundleLambda(folder: string): Promise<BundleFile[]> {
  await rm(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { index: entry },
    platform: 'node',
    // A desktop's keychain is native code that a function has no use for.
    external: ['@napi-rs/keyring'],
    // AWS's packages say nothing in `exports` and have their modules under `module`.
    resolve: { mainFields: ['module', 'main'], conditionNames: ['node', 'import', 'module', 'default'] },
    plugins: [builtInFetch()],
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
  return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })));
}

// Half a megabyte of undici is too much for a cold start, and a request carries so many items that Node's own fetch costs each
// of them a few microseconds more.
function builtInFetch(): Plugin {
  const client = dirname(fileURLToPath(import.meta.resolve('@postern/client')));
  return {
    name: 'built-in-fetch',
    resolveId: (id) => (id === '#fetch' ? join(client, 'fetch.browser.ts') : undefined),
  };
}
