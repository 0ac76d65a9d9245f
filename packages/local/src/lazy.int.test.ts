import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

interface Printed {
  readonly status: string;
  readonly loaded: readonly string[];
  readonly builtIn: readonly string[];
}

test('until the first answer, neither libraries but graphql are loaded nor what only some requests need', async () => {
  const script = join(import.meta.dirname, 'test-support/print-loaded.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { maxBuffer: 1e8 });
  const { status, loaded, builtIn } = JSON.parse(stdout) as Printed;
  expect(status).toBe('HTTP/1.1 401 Unauthorized');
  const packages = loaded.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
  expect(new Set(packages)).toEqual(new Set([undefined, 'graphql', '@noble/hashes', 'pluralize']));
  const needless = loaded.filter((url) => /\/local\/src\/(oauth|cognito\/actions|identity\/sts)/.test(url));
  expect(needless).toEqual([]);
  expect(builtIn).not.toContain('NativeModule internal/deps/undici/undici');
});
