import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Entries = string | { readonly [key: string]: Entries };

const folder = join(import.meta.dirname, '../..');
const packages = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));

// Inside the workspace packages are imported as source; packed ones hold what was built of it.
function built(entries: Entries): Entries {
  if (typeof entries === 'string') return entries.replace(/^\.\/src\/(.*)\.ts$/, './dist/$1.js');
  return Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, built(entry)]));
}

test.each(packages)('%s is published with the same entries that it has here', (name) => {
  const file = join(folder, name, 'package.json');
  const { exports, imports, publishConfig } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    Entries & { exports?: Entries; imports?: Entries }
  >;
  expect(publishConfig?.exports).toEqual(built(exports ?? {}));
  expect(publishConfig?.imports).toEqual(imports && built(imports));
});
