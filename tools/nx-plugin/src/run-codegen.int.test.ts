import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const plugin = 'export const plugin = (schema) => Object.keys(schema.getQueryType().getFields()).join();';
const config = (field: string) => `export default {
  schema: 'type Query { ${field}: String }',
  generates: { 'src/generated/fields.txt': { plugins: ['./plugin.mjs'] } },
};`;

// How long a process or the compiler takes is a matter of the machine.
vi.setConfig({ testTimeout: 120_000 });

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'postern-codegen-'));
  writeFileSync(join(project, 'plugin.mjs'), plugin);
  writeFileSync(join(project, 'codegen.ts'), config('one'));
});
afterEach(() => rmSync(project, { recursive: true }));

function run(...flags: string[]) {
  const script = join(import.meta.dirname, 'run-codegen.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...flags, project], {
    encoding: 'utf8',
  });
  return { status, said: stdout.replaceAll(project, ''), complaint: stderr };
}

test('generates, and then finds everything fresh', () => {
  expect(run()).toEqual({ status: 0, said: '/src/generated/fields.txt: written\n', complaint: '' });
  expect(readFileSync(join(project, 'src/generated/fields.txt'), 'utf8')).toBe('one');
  expect(run('--check')).toEqual({ status: 0, said: '', complaint: '' });
});

test('fails and names what is stale, leaving it as it is', () => {
  run();
  writeFileSync(join(project, 'codegen.ts'), config('two'));
  writeFileSync(join(project, 'src/generated/extra.txt'), '');
  expect(run('--check')).toEqual({
    status: 1,
    said: '/src/generated/extra.txt: not generated any more\n/src/generated/fields.txt: differs\n',
    complaint: 'Generated files are stale. Run `pnpm codegen` and commit what it writes.\n',
  });
  expect(readFileSync(join(project, 'src/generated/fields.txt'), 'utf8')).toBe('one');
});

test('says what is wrong with an operation, without a stack trace', () => {
  const wrong = config('one').replace('generates', "documents: 'wrong.graphql',\n  generates");
  writeFileSync(join(project, 'codegen.ts'), wrong);
  writeFileSync(join(project, 'wrong.graphql'), 'query Wrong { two }');
  const { status, complaint } = run();
  expect(status).toBe(1);
  expect(complaint).toContain('Cannot query field "two" on type "Query"');
  expect(complaint).toContain('wrong.graphql:1:15');
  expect(complaint).not.toContain('node_modules');
});
