import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadProjectFiles } from './node.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('reads what is there, the named files first, and leaves out what is not', async () => {
  await writeFile(join(folder, 'amplify_outputs.json'), '{}');
  await writeFile(join(folder, 'postern.config.json'), '{}');
  await writeFile(join(folder, 'deployed.json'), '{ "Stack": { "UserPoolId": "eu-west-1_x" } }');
  const files = await loadProjectFiles(folder, ['deployed.json']);
  expect(files.map(({ name }) => name)).toEqual([
    'deployed.json',
    'postern.config.json',
    'amplify_outputs.json',
  ]);
});

test('a named file has to be there', async () => {
  await expect(loadProjectFiles(folder, ['missing.json'])).rejects.toMatchObject({
    code: 'invalid',
    message: `${join(folder, 'missing.json')} cannot be read (ENOENT).`,
  });
});
