import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const workspace = resolve(import.meta.dirname, '../../../..');
const deploy = resolve(workspace, 'apps/batch/deploy');

// A Dockerfile is lines: an instruction and its words; nothing here goes on over a line's end.
const instructions = readFileSync(resolve(deploy, 'Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const all = (name: string): string[] =>
  instructions.filter((one) => one.name === name).map(({ rest }) => rest);
const last = (name: string): string | undefined => all(name).at(-1);

test('every image that it is built from is pinned by its digest', () => {
  expect(all('FROM')).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE}']);
  expect(all('ARG')).toEqual([
    expect.stringMatching(/^NODE_IMAGE=node:24\.\d+\.\d+-alpine[\d.]+@sha256:[0-9a-f]{64}$/),
  ]);
  // A `# syntax=` line or a COPY of another image would be one more.
  expect(readFileSync(resolve(deploy, 'Dockerfile'), 'utf8')).not.toMatch(/^# *syntax/m);
  expect(all('COPY').filter((rest) => rest.includes('--from='))).toEqual([
    '--from=build --chown=root:root --chmod=0555 /app /app',
  ]);
  expect(all('RUN').join('\n')).toMatch(/pnpm@\d+\.\d+\.\d+/);
});

test('runs as nobody special, from files that it cannot change, and gets SIGTERM itself', () => {
  expect(last('USER')).toBe('1000:1000');
  expect(instructions.findLastIndex(({ name }) => name === 'USER')).toBeGreaterThan(
    instructions.findLastIndex(({ name }) => name === 'RUN'),
  );
  expect(JSON.parse(last('ENTRYPOINT') ?? '')).toEqual(['node', '/app/main.mjs']);
  expect(last('STOPSIGNAL')).toBe('SIGTERM');
  // A new volume there has to be writable for it.
  expect(all('RUN')).toContain('mkdir -m 0700 /data && chown 1000:1000 /data');
});

test('copies nothing that is not there', () => {
  const sources = all('COPY')
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1));
  for (const source of sources) expect(existsSync(resolve(workspace, source)), source).toBe(true);
});

test('lets nothing into the build but what is copied, and of that no secret, build or test', () => {
  const lines = readFileSync(resolve(deploy, 'Dockerfile.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const allowed = lines.filter((line) => line.startsWith('!'));
  const copied = all('COPY')
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1))
    .map((source) => `!${source.replace(/\/$/, '')}`);
  expect(allowed.toSorted()).toEqual(copied.toSorted());
  // The last line that fits decides: `!apps/batch` after `**/.env*` would let apps/batch/.env in.
  expect(lines.slice(0, allowed.length + 1)).toEqual(['*', ...allowed]);
  expect(lines).toEqual(
    expect.arrayContaining(['**/node_modules', '**/.postern', '**/.env*', '**/.npmrc', '**/*.test.ts']),
  );
});
