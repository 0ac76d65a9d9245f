import { join, resolve } from 'node:path';
import { bundleInto, type BundleFile } from './bundle.ts';

/**
 * Bundles the program for a container: `main.mjs run|enqueue|work`. What brings a local backend along stays outside.
 *
 * @param folder - Is made anew.
 */
export function bundleContainer(folder: string): Promise<BundleFile[]> {
  const withoutStart = {
    name: 'without-start',
    resolveId: (id: string) =>
      id === './commands/start.ts' ? join(import.meta.dirname, 'no-start.ts') : undefined,
  };
  const entry = resolve(import.meta.dirname, '../main.ts');
  return bundleInto(folder, { entry, name: 'main', plugins: [withoutStart] });
}
