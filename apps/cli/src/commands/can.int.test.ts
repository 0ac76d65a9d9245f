import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { postern, temporaryFolder } from '../test-support/postern.ts';

const workspace = join(import.meta.dirname, '../../../..');
const can = (...words: string[]) => postern(['can', ...words], { folder: workspace });

describe('an operation of the workspace', () => {
  test('is allowed by the rule that is named with its line', async () => {
    expect(await can('DeleteItem', '--as', 'group:Admin')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `allow  DeleteItem as group:Admin
  by group:Admin at graphql/schema.graphql:7:7  {allow: groups, groups: ["Admin"]}
`,
    });
  });

  test('depends on what is named, and that is no failure', async () => {
    expect(await can('UpdateItem', '--as', 'owner')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `depends  UpdateItem as owner
  on the record: Item.owner has to name the caller (claim sub::username)
  by owner at graphql/schema.graphql:5:7  {allow: owner}
`,
    });
  });

  test('is denied with the path, the reason, and exit code 3', async () => {
    expect(await can('CreateBatchOperation', '--as', 'group:Viewer')).toEqual({
      exitCode: 3,
      stderr: '',
      stdout: `deny  CreateBatchOperation as group:Viewer
  createBatchOperation: no rule lets group:Viewer create BatchOperation
    it lets in group:BatchProcessor at graphql/schema.graphql:18:42  {allow: groups, groups: ["BatchProcessor", "Admin"]}
    it lets in group:Admin at graphql/schema.graphql:18:42  {allow: groups, groups: ["BatchProcessor", "Admin"]}
`,
    });
  });

  test('is answered for IAM as postern.config.json sets the API up', async () => {
    const { stdout } = await can('DeleteItem', '--as', 'iam');
    expect(stdout).toBe(`allow  DeleteItem as iam
  by iam  the API lets IAM principals pass every rule
  The IAM policy of the caller decides in addition.
`);
  });
});

test('takes a root field by its bare name, Type.field, and several groups', async () => {
  const both = ['--as', 'group:Viewer', '--as', 'group:BatchProcessor'];
  expect((await can('processBatch', ...both)).exitCode).toBe(0);
  expect((await can('Mutation.processBatch', '--as', 'group:Admin')).exitCode).toBe(3);
  expect((await can('Item.name', '--to', 'update', '--as', 'user')).stdout).toMatch(/^depends/);
});

test('--json prints the whole answer, denied selections included', async () => {
  await using folder = await temporaryFolder();
  await writeFile(
    join(folder.path, 'schema.graphql'),
    `type Note @model @auth(rules: [{ allow: groups, groups: ["Viewer", "Admin"] }]) {
  id: ID!
  secret: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])
}`,
  );
  await mkdir(join(folder.path, 'operations'));
  const query = 'query ListNotes { page: listNotes { items { id secret } } }';
  await writeFile(join(folder.path, 'operations/list.graphql'), query);
  const words = ['can', 'ListNotes', '--as', 'group:Viewer', '--schema', 'schema.graphql', '--json'];
  const { stdout, exitCode } = await postern(words, { folder: folder.path });
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toEqual({
    target: 'ListNotes',
    identity: ['group:Viewer'],
    decision: 'deny',
    rules: [],
    dependsOn: [],
    denied: [
      {
        path: 'page.items.secret',
        type: 'Note',
        field: 'secret',
        because: 'no rule lets group:Viewer read Note.secret',
        allowed: [
          {
            who: 'group:Admin',
            text: '{allow: groups, groups: ["Admin"]}',
            location: { file: 'schema.graphql', line: 3, column: 32 },
          },
        ],
      },
    ],
    notes: [],
  });
});

test.each([
  [['GetItem'], '--as is missing: group:NAME, owner, user, guest, iam, api-key, oidc, lambda.'],
  [
    ['GetItem', '--as', 'admin'],
    '"admin" is no identity; one is group:NAME, owner, user, guest, iam, api-key, oidc, lambda.',
  ],
  [['GetItm', '--as', 'user'], 'There is no operation GetItm. Did you mean GetItem?'],
  [['Itm.name', '--as', 'user'], 'The schema has no type Itm with fields. Did you mean Item?'],
  [['Item.nam', '--as', 'user'], 'Item has no field nam. Did you mean Item.name?'],
  [
    ['GetItem', '--as', 'user', '--to', 'read'],
    '--to is for the field of a model, such as Item.name; GetItem is none.',
  ],
  [
    ['Item.name', '--as', 'user', '--to', 'eat'],
    '--to is "eat"; it can be read, get, list, sync, listen, search, create, update, delete.',
  ],
  [
    ['GetItem', '--as', 'user', '--operations', 'no/*.graphql'],
    '--operations: no file matches no/*.graphql.',
  ],
])('%j is wrong usage, told in one line', async (words, line) => {
  expect(await can(...words)).toEqual({ exitCode: 2, stdout: '', stderr: `postern: ${line}\n` });
});
