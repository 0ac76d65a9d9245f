import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import { bundleInto, type BundleFile } from './bundle.ts';

/**
 * Bundles the Lambda function: its handler is `index.handler`.
 *
 * @param folder - Is made anew.
 */
export function bundleLambda(folder: string): Promise<BundleFile[]> {
  const entry = resolve(import.meta.dirname, '../queue/lambda.ts');
  return bundleInto(folder, { entry, name: 'index', plugins: [builtInFetch()] });
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
