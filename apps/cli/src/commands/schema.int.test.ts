import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { ended, postern, start, temporaryFolder } from '../test-support/postern.ts';

const workspace = join(import.meta.dirname, '../../../..');
const run = (...words: string[]) => postern(words, { folder: workspace });

test('schema expand prints the executable schema', async () => {
  const { stdout, exitCode } = await run('schema', 'expand', 'graphql/schema.graphql', '--iam-access');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('type Query');
  const scalars = ['AWSDateTime', 'AWSJSON'].map((name) => `scalar ${name}`).join('\n');
  const schema = buildSchema(`${scalars}\n${stdout}`, { assumeValidSDL: true });
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toContain('itemsByStatus');
});

test("schema access --json prints the rows that AWS's transformer makes", async () => {
  const { stdout } = await run('schema', 'access', 'packages/schema/golden/items.graphql', '--json');
  const golden = JSON.parse(readFileSync(join(workspace, 'packages/schema/golden/items.json'), 'utf8')) as {
    access: unknown;
  };
  expect(JSON.parse(stdout)).toEqual(golden.access);
});

test('schema access prints a matrix of identities and operations', async () => {
  const { stdout } = await run('schema', 'access', 'graphql/schema.graphql');
  expect(stdout).toMatchInlineSnapshot(`
    "                           group:Admin  group:BatchProcessor  owner
    BatchOperation
      create                   allow        allow
      update                   allow        allow
      delete                   allow        allow
      get                      allow        allow
      list                     allow        allow
      sync                     allow        allow
      listen                   allow        allow
      search                   allow        allow
    Item
      create                   allow        allow                 depends
      update                   allow        allow                 depends
      delete                   allow        allow                 depends
      get                      allow        allow                 depends
      list                     allow        allow                 depends
      sync                     allow        allow                 depends
      listen                   allow        allow                 depends
      search                   allow        allow                 depends
    Mutation.processBatch                   allow
    Mutation.updateItemsBatch               allow
    Query.getBatchStatus                    allow
    Query.getItemsBatch                     allow
    Query.listPendingItems                  allow
    "
  `);
});

test('schema access --operations prints who may call each root field', async () => {
  const { stdout, exitCode } = await run('schema', 'access', 'graphql/schema.graphql', '--operations');
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    '                                     group:Admin  group:BatchProcessor  user      iam',
    'Query.listPendingItems                            allow                           allow',
    'Query.getItemsBatch                               allow                           allow',
    'Query.getBatchStatus                              allow                           allow',
    'Query.getItem                        allow        allow                 depends   allow',
  ]);
});

test('schema access --operations --json prints the same for programs', async () => {
  const words = ['schema', 'access', 'graphql/schema.graphql', '--operations', '--json', '--iam-access'];
  const fields = JSON.parse((await run(...words)).stdout) as { field: string; access: unknown }[];
  expect(fields.find(({ field }) => field === 'processBatch')).toEqual({
    type: 'Mutation',
    field: 'processBatch',
    access: {
      groups: { Admin: 'deny', BatchProcessor: 'allow' },
      user: 'deny',
      owner: 'deny',
      guest: 'deny',
      iam: 'allow',
      apiKey: 'deny',
      oidc: 'deny',
      lambda: 'deny',
    },
  });
});

test('a schema without models has the table of its directives', async () => {
  const sdl = `type Query @aws_api_key @aws_cognito_user_pools {
    open: Int
    admins: Int @aws_cognito_user_pools(cognito_groups: ["Admin"])
  }`;
  const { stdout } = await postern(['schema', 'access', '-'], { folder: workspace, input: sdl });
  expect(stdout).toMatchInlineSnapshot(`
    "Query.open    apiKey, userPools
    Query.admins  userPools (Admin)

    No model: the @aws_* directives decide, and where there is none the default mode.
    "
  `);
});

test('a rule for some fields only is marked, and the fields are named', async () => {
  const sdl = `type Note @model @auth(rules: [{ allow: owner }, { allow: public }]) {
    text: String
    secret: String @auth(rules: [{ allow: owner, ownerField: "author" }])
    author: String
  }`;
  const { stdout } = await postern(['schema', 'access', '-'], { folder: workspace, input: sdl });
  expect(stdout).toMatchInlineSnapshot(`
    "          api-key   owner     owner (author = sub::username)
    Note
      create  allow*    depends*  depends*
      update  allow*    depends*  depends*
      delete  allow*    depends*  depends*
      get     allow*    depends*  depends*
      list    allow*    depends*  depends*
      sync    allow*    depends*  depends*
      listen  allow*    depends*  depends*
      search  allow*    depends*  depends*

    * create, update, delete, get, list, sync, listen, search: api-key only Note.author, Note.text
    * create, update, delete, get, list, sync, listen, search: owner only Note.author, Note.text
    * create, update, delete, get, list, sync, listen, search: owner (author = sub::username) only Note.secret
    "
  `);
});

test('a folder of files is read as one schema', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'note.graphql'), 'type Note @model { id: ID! mood: Mood }');
  await writeFile(join(folder.path, 'mood.graphql'), 'enum Mood { GOOD }');
  const { exitCode, stdout } = await postern(['schema', 'expand', '.'], { folder: folder.path });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('enum Mood');
});

test('a mistake in the schema is one line with file, line, column and remedy, and exit code 1', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'bad.graphql'), 'type Note @model(quries: null) {\n  id: ID!\n}\n');
  const { exitCode, stdout, stderr } = await postern(['schema', 'expand', 'bad.graphql'], {
    folder: folder.path,
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^postern: bad\.graphql:1:18: .*quries.*Did you mean queries\?\n$/);
});

test('a file that is not there is wrong usage', async () => {
  const { exitCode, stderr } = await run('schema', 'expand', 'nowhere.graphql');
  expect(exitCode).toBe(2);
  expect(stderr).toBe('postern: Cannot read nowhere.graphql: there is no such file or folder.\n');
});

test('a reader that stops early, such as head, is no failure', async () => {
  const child = start(['schema', 'access', 'graphql/schema.graphql', '--json'], { folder: workspace });
  child.stdout?.destroy();
  expect(await ended(child)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});
