import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The packages as npm would get them, in a copy of the example of the docs, outside of this workspace.
const root = join(import.meta.dirname, '../../..');
const packages = ['schema', 'client', 'codegen'];
const minuteMs = 60_000;
let folder: string;

function run(command: string, words: readonly string[], cwd: string) {
  // The test may run in a task of Nx, whose task is not that of the commands here.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NX_|npm_|VITEST|FORCE_COLOR)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    NX_DAEMON: 'false',
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
  };
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, env, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}${error?.message ?? ''}` };
}

function must(command: string, words: readonly string[], cwd: string): string {
  const { status, said } = run(command, words, cwd);
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed:\n${said}`);
  return said;
}

// Without a registry, behind a closed door, there is nothing to try.
const hasRegistry = run('npm', ['view', 'graphql', 'version'], tmpdir()).status === 0;

describe.skipIf(!hasRegistry)('in a repository that knows neither pnpm nor Nx', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-foreign-'));
    const tarballs = join(folder, 'tarballs');
    for (const name of packages) {
      must('pnpm', ['pack', '--pack-destination', tarballs], join(root, 'packages', name));
    }
    cpSync(join(root, 'docs/examples/foreign-repo'), folder, { recursive: true });
    const files = readdirSync(tarballs).map((file) => join(tarballs, file));
    expect(files).toHaveLength(packages.length);
    must('npm', ['install', '--no-audit', '--no-fund', ...files], folder);
    must('npm', ['run', 'codegen'], folder);
  }, 10 * minuteMs);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('generates typed operations, the manifest and the schema', () => {
    const generated = join(folder, 'src/generated');
    expect(readdirSync(generated).sort()).toEqual(['manifest.json', 'operations.ts', 'schema.graphql']);
    expect(JSON.parse(readFileSync(join(generated, 'manifest.json'), 'utf8'))).toMatchObject({
      operations: { DeleteNote: { minimumIdentities: { allow: ['group:Editor'] } } },
    });
  });

  test(
    'compiles callers that may, and not those that may never, naming operation and group',
    () => {
      must('npm', ['run', 'typecheck'], folder);
      const caller = readFileSync(join(folder, 'src/notes.ts'), 'utf8');
      writeFileSync(join(folder, 'src/notes.ts'), caller.replace(/\n.*@ts-expect-error.*/, ''));
      const { status, said } = run('npm', ['run', 'typecheck'], folder);
      expect(status).not.toBe(0);
      expect(said).toContain('src/notes.ts(9,24)');
      expect(said).toContain('"Members of Viewer may never call DeleteNote."');
    },
    2 * minuteMs,
  );

  test('imports what was built, without sources or tests in it', () => {
    const script = `
      import { createClient } from '@postern/client';
      import { executableSchema } from '@postern/codegen';
      createClient({ endpoint: 'https://example.com/graphql', headers: () => ({}) });
      console.log(executableSchema('type Note @model { id: ID! }').includes('createNote'));`;
    expect(must('node', ['--input-type=module', '--eval', script], folder)).toBe('true\n');
    const installed = readdirSync(join(folder, 'node_modules/@postern/codegen'), { recursive: true });
    expect(installed.filter((file) => /\.test\.|(?<!\.d)\.ts$/.test(String(file)))).toEqual([]);
  });
});
