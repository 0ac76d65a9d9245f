import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startLocal, type Local } from '@postern/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { itemOf } from './places/place.ts';
import { runBatch, type Ended } from './test-support/batch-process.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const schema = readFileSync(resolve(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8');
const secret = 'My-own-Secret-1';
let local: Local;
let elsewhere: Local;
beforeAll(async () => {
  const users = [
    { username: 'batch-service', groups: ['BatchProcessor'] },
    { username: 'alice' },
    { username: 'newcomer', groups: ['BatchProcessor'], temporary: true },
  ];
  [local, elsewhere] = await Promise.all([startLocal({ schema, users }), startLocal({ schema, users })]);
});
afterAll(async () => {
  await Promise.all([local.close(), elsewhere.close()]);
});

// The names of design.md's environment variables: what a real account needs, and nothing else.
function environment(username = 'batch-service', more: Record<string, string | undefined> = {}) {
  const all: Record<string, string | undefined> = {
    AWS_REGION: local.region,
    COGNITO_USER_POOL_ID: local.userPoolId,
    COGNITO_CLIENT_ID: local.clients.public.clientId,
    BATCH_SERVICE_USERNAME: username,
    BATCH_SERVICE_PASSWORD: local.users.find((user) => user.username === username)?.password ?? secret,
    APPSYNC_GRAPHQL_ENDPOINT: local.graphqlEndpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: local.cognitoEndpoint,
    ...more,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}

const run = (variables: Record<string, string>, ...words: string[]): Promise<Ended> =>
  runBatch(['run', ...words], temporaryFolder(), variables);

test('needs only environment variables', async () => {
  local.seed('Item', [itemOf({ name: 'Suva', lat: '-18.14', lng: '178.44', country: 'FJ' })]);
  const { exitCode, lines, stderr } = await run(environment());
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(lines.at(-1)).toMatchObject({ items: 1, completed: 1, lost: 0, msg: 'Every item is done.' });
});

test('signs in to an app client with a secret', async () => {
  const { clientId, clientSecret } = local.clients.confidential;
  const variables = environment('batch-service', {
    COGNITO_CLIENT_ID: clientId,
    COGNITO_CLIENT_SECRET: clientSecret,
  });
  expect((await run(variables)).exitCode).toBe(0);
});

test('takes settings from amplify_outputs.json, and the password from a file', async () => {
  const folder = temporaryFolder();
  const { password } = local.users[0]!;
  writeFileSync(join(folder, 'amplify_outputs.json'), JSON.stringify(local.outputs()));
  writeFileSync(join(folder, 'password'), `${password}\n`);
  const words = ['run', '--username', 'batch-service', '--password-file', 'password'];
  expect((await runBatch(words, folder)).exitCode).toBe(0);
});

describe('is one line, with what to do', () => {
  test('a wrong password', async () => {
    const variables = environment('batch-service', { BATCH_SERVICE_PASSWORD: secret });
    expectLine(
      await run(variables),
      4,
      /Wrong user name or password for batch-service.*BATCH_SERVICE_PASSWORD/,
    );
  });

  test('an unknown user', async () => {
    expectLine(await run(environment('nobdy')), 4, /no user nobdy.*BATCH_SERVICE_USERNAME/);
  });

  test('a user who must change the password', async () => {
    expectLine(await run(environment('newcomer')), 4, /newcomer must choose a new password/);
  });

  test('a user outside the groups', async () => {
    expectLine(
      await run(environment('alice')),
      1,
      /may not run this job.*Add the user to the group BatchProcessor/,
    );
  });

  test('a token that the API does not accept', async () => {
    const variables = environment('batch-service', { APPSYNC_GRAPHQL_ENDPOINT: elsewhere.graphqlEndpoint });
    expectLine(await run(variables), 4, /APPSYNC_GRAPHQL_ENDPOINT and COGNITO_USER_POOL_ID belong together/);
  });

  test('an API out of reach', async () => {
    const variables = environment('batch-service', {
      APPSYNC_GRAPHQL_ENDPOINT: 'http://127.0.0.1:9/graphql',
    });
    expectLine(await run(variables), 1, /127\.0\.0\.1:9.*Check APPSYNC_GRAPHQL_ENDPOINT/);
  });

  test('a Cognito out of reach', async () => {
    const nowhere = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://127.0.0.1:9' };
    expectLine(await run(environment('batch-service', nowhere)), 1, /Cannot reach Cognito at 127\.0\.0\.1:9/);
  });

  test('a password in a Secrets Manager out of reach', async () => {
    const variables = environment('batch-service', {
      BATCH_SERVICE_PASSWORD: undefined,
      BATCH_SERVICE_PASSWORD_ARN: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:batch-AbCdEf',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    });
    expectLine(await run(variables), 1, /Cannot reach AWS Secrets Manager/);
  });

  test('an endpoint that is no GraphQL API', async () => {
    const variables = environment('batch-service', { APPSYNC_GRAPHQL_ENDPOINT: `${local.url}/nothing` });
    expectLine(await run(variables), 1, /URL of a GraphQL API/);
  });

  test.each([
    ['COGNITO_USER_POOL_ID', '--user-pool-id'],
    ['COGNITO_CLIENT_ID', '--client-id'],
    ['BATCH_SERVICE_USERNAME', '--username'],
    ['BATCH_SERVICE_PASSWORD', '--password-file'],
    ['APPSYNC_GRAPHQL_ENDPOINT', '--endpoint'],
  ])('a missing %s', async (variable, flag) => {
    const answer = await run(environment('batch-service', { [variable]: undefined }));
    expectLine(answer, 2, new RegExp(`${variable}.*${flag}`));
  });

  test('an endpoint that is no address', async () => {
    const variables = environment('batch-service', { APPSYNC_GRAPHQL_ENDPOINT: 'my-api' });
    expectLine(await run(variables), 2, /APPSYNC_GRAPHQL_ENDPOINT has to be an address/);
  });

  test('a report that cannot be written', async () => {
    expectLine(await run(environment(), '--report', 'no/such/folder/report.json'), 2, /--report: .*ENOENT/);
  });
});

function expectLine({ exitCode, stderr, lines }: Ended, code: number, line: RegExp): void {
  const printed = [stderr, ...lines.map((entry) => JSON.stringify(entry))].join('\n');
  expect(printed).toMatch(line);
  expect(exitCode).toBe(code);
  expect(stderr.split('\n').length).toBeLessThanOrEqual(2);
  expect(printed).not.toMatch(/\bat .*:\d+:\d+|not expected|eyJ/);
  expect(printed).not.toContain(secret);
  for (const { password } of local.users) expect(printed).not.toContain(password);
}
