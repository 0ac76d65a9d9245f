import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { postern, temporaryFolder } from '../test-support/postern.ts';

const workspace = join(import.meta.dirname, '../../../..');
const policy = (...words: string[]) => postern(['policy', ...words], { folder: workspace });
const where = ['--api-id', 'abc123', '--account', '123456789012', '--region', 'eu-central-1'];
const api = 'arn:aws:appsync:eu-central-1:123456789012:apis/abc123/types';

test('allows what the sources of a project import, and nothing else', async () => {
  const { stdout, stderr, exitCode } = await policy('--project', 'apps/functions', ...where);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'For GetBatchOperation, GetItem, ItemsByStatus, UpdateItem.\n',
  });
  expect(JSON.parse(stdout)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CallOperations',
        Effect: 'Allow',
        Action: 'appsync:GraphQL',
        Resource: [
          `${api}/Mutation/fields/updateItem`,
          `${api}/Query/fields/getBatchOperation`,
          `${api}/Query/fields/getItem`,
          `${api}/Query/fields/itemsByStatus`,
        ],
      },
    ],
  });
});

test('--operations alone allows all of them; --sign-in admin adds the pool', async () => {
  const pool = ['--sign-in', 'admin', '--user-pool-id', 'eu-central-1_Pool1'];
  const words = ['--operations', 'graphql/operations/items/{fields,get-item}.graphql', ...where, ...pool];
  const { Statement } = JSON.parse((await policy(...words)).stdout) as { Statement: unknown[] };
  expect(Statement).toEqual([
    expect.objectContaining({ Resource: [`${api}/Query/fields/getItem`] }),
    {
      Sid: 'SignInAsAdmin',
      Effect: 'Allow',
      Action: ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminRespondToAuthChallenge'],
      Resource: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Pool1',
    },
  ]);
});

test('says what it does not know, and has a * there', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'schema.graphql'), 'type Query { a: Int }');
  await writeFile(join(folder.path, 'a.graphql'), 'query A { a }');
  const words = ['--schema', 'schema.graphql', '--operations', 'a.graphql', '--sign-in', 'user'];
  const { stdout, stderr, exitCode } = await postern(['policy', ...words], { folder: folder.path });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('"arn:aws:appsync:*:*:apis/*/types/Query/fields/a"');
  expect(stdout).not.toContain('cognito-idp');
  expect(stderr).toContain('The ARNs have a * for what is not known; give --region, --account, --api-id.\n');
});

test('takes region, account and API from the environment or the outputs of CDK', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'schema.graphql'), 'type Query { a: Int }');
  await writeFile(join(folder.path, 'a.graphql'), 'query A { a }');
  const outputs = {
    Backend: { AmplifyApiGraphQLAPIIdOutput1A2B3C4D: 'fromcdk', UserPoolId: 'eu-west-1_Pool' },
  };
  await writeFile(join(folder.path, 'cdk-outputs.json'), JSON.stringify(outputs));
  const { stdout, stderr } = await postern(
    ['policy', '--schema', 'schema.graphql', '--operations', 'a.graphql'],
    {
      folder: folder.path,
      environment: { AWS_ACCOUNT_ID: '123456789012' },
    },
  );
  expect(stdout).toContain('"arn:aws:appsync:eu-west-1:123456789012:apis/fromcdk/types/Query/fields/a"');
  expect(stderr).not.toContain('*');
});

test('finds operations that a project holds itself, and says where anything may be called', async () => {
  await using folder = await temporaryFolder();
  const files = {
    'schema.graphql': 'type Note @model @auth(rules: [{ allow: owner }]) { id: ID! }',
    'operations/get.graphql':
      'query GetNote { getNote(id: 1) { id } } query ListNotes { listNotes { nextToken } }',
    'package.json': '{ "name": "contract" }',
    'app/src/inline.ts': 'const q = gql`mutation Add { createNote(input: {}) { ...F } } ${fields}`;',
    'app/src/marked.js': 'client.graphql({ query: /* GraphQL */ `subscription { onCreateNote { id } }` });',
    'app/src/inline.test.ts': 'const q = gql`mutation { deleteNote(input: {}) { id } }`;',
    'all/index.ts': "import * as api from 'contract';\nexport default api;",
    'own/a.ts': "import { GetNoteDocument } from '../src/generated/graphql.ts';",
    'own/b.ts':
      "import * as tools from '@graphql-tools/utils';\nimport { ListNotes } from './components.ts';\nuse(tools);",
  };
  for (const [name, body] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), body);
  }
  const run = (project: string) =>
    postern(['policy', '--schema', 'schema.graphql', '--project', project], { folder: folder.path });
  const app = await run('app');
  expect(app.stdout.match(/types[^"]+/g)).toEqual([
    'types/Mutation/fields/createNote',
    'types/Subscription/fields/onCreateNote',
  ]);
  expect((await run('own')).stdout.match(/types[^"]+/g)).toEqual(['types/Query/fields/getNote']);
  const all = await run('all');
  expect(all.stdout.match(/types[^"]+/g)).toEqual([
    'types/Query/fields/getNote',
    'types/Query/fields/listNotes',
  ]);
  expect(all.stderr).toContain('all/index.ts may call any operation; the policy names all of them.\n');
  expect(all.stderr).toContain("GetNote: the schema's rules deny it to IAM, whatever the policy says.");
});

test.each([
  [[], 'Name what is to be allowed: --project FOLDER, or --operations GLOB.'],
  [['--project', 'apps/none'], '--project: there is no folder apps/none.'],
  [['--project', 'apps/functions', '--sign-in', 'root'], '--sign-in is "root"; it can be admin or user.'],
  [['--project', 'apps/functions', '--account', '12'], '"12" is no account; one is like 123456789012.'],
  [
    ['--project', 'packages/config', '--sign-in', 'user'],
    'There is nothing to allow: no operation, and signing in as a user needs no permission.',
  ],
])('%j is wrong usage', async (words, line) => {
  const { stdout, stderr, exitCode } = await policy(...words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`postern: ${line}\n`);
});
