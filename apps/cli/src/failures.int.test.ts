import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { postern, temporaryFolder, type Ended } from './test-support/postern.ts';
import { withLocal } from './test-support/with-local.ts';

const backend = withLocal();
const { run, as } = backend;
const nowhere = 'http://127.0.0.1:9';

// What every failure has in common: one line that says what to do, no result, no stack trace, no secret.
function expectLine({ stdout, stderr, exitCode }: Ended, expected: { exitCode: number; line: RegExp }): void {
  expect(stderr).toMatch(/^postern: [^\n]+\n$/);
  expect(stderr).toMatch(expected.line);
  expect({ exitCode, stdout }).toEqual({ exitCode: expected.exitCode, stdout: '' });
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|node:|not expected|eyJ/);
  for (const { password } of backend.local.document.users) expect(stderr).not.toContain(password);
}

describe('login', () => {
  const login = (username: string, password: string, ...flags: string[]) =>
    run(['login', '--username', username, '--password-stdin', ...flags], { input: password });

  test.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'])('with a wrong password (%s)', async (flow) => {
    const line = /Wrong user name or password for admin\. Check the password/;
    expectLine(await login('admin', 'my-own-Secret1', '--flow', flow), { exitCode: 4, line });
    expect((await login('admin', 'my-own-Secret1', '--flow', flow)).stderr).not.toContain('my-own-Secret1');
  });

  test('of a user who does not exist', async () => {
    expectLine(await login('nobdy', 'x'), {
      exitCode: 4,
      line: /no user nobdy in user pool .*Check the user name/,
    });
  });

  test('of a user who must change the password, without a way to ask for it', async () => {
    const line = /newcomer must choose a new password.*--new-password-file FILE/;
    expectLine(await login('newcomer', backend.local.passwordOf('newcomer')), { exitCode: 4, line });
  });

  test('with a new password that the pool does not accept', async () => {
    const input = `${backend.local.passwordOf('newcomer')}\nshort\n`;
    const words = ['login', '--username', 'newcomer', '--password-stdin', '--new-password-stdin'];
    expectLine(await run(words, { input }), { exitCode: 4, line: /new password is not accepted: / });
  });

  test('without a password from anywhere', async () => {
    const line =
      /No password for admin: set BATCH_SERVICE_PASSWORD or BATCH_SERVICE_PASSWORD_ARN, pass --password-stdin or --password-file/;
    expectLine(await run(['login', '--username', 'admin']), { exitCode: 2, line });
  });

  test('with a password in a Secrets Manager that cannot be reached', async () => {
    const environment = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: nowhere,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    };
    const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:batch-AbCdEf';
    const words = ['login', '--username', 'admin', '--password-arn', arn];
    expectLine(await run(words, { environment }), { exitCode: 1, line: /Cannot reach AWS Secrets Manager/ });
  });

  test('without a user name', async () => {
    expectLine(await run(['login']), { exitCode: 2, line: /username.*BATCH_SERVICE_USERNAME.*--username/ });
  });

  test('with a flow that does not exist', async () => {
    const line = /--flow is one of USER_SRP_AUTH, .*, not "SRP"/;
    expectLine(await login('admin', 'x', '--flow', 'SRP'), { exitCode: 2, line });
  });

  test('with the password as a flag', async () => {
    const { stderr, exitCode } = await run(['login', '--password', 'my-own-Secret1']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Unknown flag --password.');
    expect(stderr).not.toContain('my-own-Secret1');
  });

  test('with a wrong client secret', async () => {
    await writeFile(join(backend.folder, 'secret'), 'not-the-secret');
    const { clientId } = backend.local.document.clients.confidential;
    const flags = ['--client-id', clientId, '--client-secret-file', 'secret'];
    const answer = await login('admin', backend.local.passwordOf('admin'), ...flags);
    expectLine(answer, { exitCode: 2, line: /secret.*COGNITO_CLIENT_SECRET/ });
    expect(answer.stderr).not.toContain('not-the-secret');
  });

  test('to an app client that does not exist', async () => {
    const line = /Check COGNITO_CLIENT_ID, COGNITO_USER_POOL_ID and the region/;
    expectLine(await login('admin', 'x', '--client-id', 'none'), { exitCode: 2, line });
  });

  test('to an endpoint that cannot be reached', async () => {
    const line = /Cannot reach Cognito at 127\.0\.0\.1:9 .*postern local/;
    expectLine(await login('admin', 'x', '--cognito-endpoint', nowhere), { exitCode: 1, line });
  });
});

describe('without any configuration', () => {
  test.each([
    ['login', /userPoolId.*COGNITO_USER_POOL_ID.*--user-pool-id/],
    ['logout', /userPoolId.*COGNITO_USER_POOL_ID.*--user-pool-id/],
    ['token', /userPoolId.*COGNITO_USER_POOL_ID.*--user-pool-id/],
    ['call ListItems', /userPoolId.*COGNITO_USER_POOL_ID.*--user-pool-id/],
  ])('%s names what is missing and how to supply it', async (words, line) => {
    await using folder = await temporaryFolder();
    expectLine(await postern(words.split(' '), { folder: folder.path }), { exitCode: 2, line });
  });

  test('that can be read, the file and the line are named', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'postern.config.json'), '{\n  "schema": \n}\n');
    const ended = await postern(['token'], { folder: folder.path });
    expectLine(ended, {
      exitCode: 2,
      line: /postern\.config\.json is not valid: /,
    });
  });
});

describe('a session', () => {
  test('that nobody has begun', async () => {
    const environment = { XDG_STATE_HOME: join(backend.folder, 'fresh') };
    const line = /Nobody is signed in to user pool .*Run: postern login/;
    expectLine(await run(['token'], { environment }), { exitCode: 4, line });
    expectLine(await run(['call', 'ListItems'], { environment }), { exitCode: 4, line });
    const { stdout, stderr, exitCode } = await run(['whoami'], { environment });
    expect(exitCode).toBe(4);
    expect(stdout).toContain('Settings\n');
    expect(stderr).toMatch(line);
  });

  test('that has ended at the server', async () => {
    const environment = await as('admin');
    await endSession(environment.XDG_STATE_HOME ?? '');
    const line = /session of admin.*Run: postern login/;
    expectLine(await run(['token'], { environment }), { exitCode: 4, line });
  });

  test('whose token the server refuses, although it looks valid here', async () => {
    const environment = await as('admin');
    await endSession(environment.XDG_STATE_HOME ?? '', { looksValid: true });
    const line = /session of admin.*Run: postern login/;
    expectLine(await run(['call', 'ListItems'], { environment }), { exitCode: 4, line });
  });
});

describe('call', () => {
  test('of an operation that is for other groups', async () => {
    const environment = await as('nobody');
    const line = /nobody may not call ListPendingItems\. Only for BatchProcessor\. You are in no group\./;
    expectLine(await run(['call', 'ListPendingItems'], { environment }), { exitCode: 1, line });
  });

  test('to an endpoint that cannot be reached', async () => {
    const environment = await as('admin');
    const answer = await run(['call', 'ListItems', '--endpoint', `${nowhere}/graphql`], { environment });
    expectLine(answer, { exitCode: 1, line: /ListItems: cannot reach 127\.0\.0\.1:9 .*postern whoami/ });
  });

  test('to something that is no GraphQL API', async () => {
    const environment = await as('admin');
    const endpoint = await somethingElse();
    const answer = await run(['call', 'ListItems', '--endpoint', endpoint], { environment });
    expectLine(answer, { exitCode: 1, line: /HTTP 404 .*endpoint/ });
  });
});

// The refresh token is worth nothing any more; the access token has expired, or its signature is wrong.
async function endSession(stateHome: string, { looksValid = false } = {}): Promise<void> {
  const folder = join(stateHome, 'postern/tokens');
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json'))) {
    const content = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
      tokens: { accessToken: string; refreshToken: string; expiresAt: number };
    };
    content.tokens.refreshToken = 'ended';
    if (!looksValid) content.tokens.expiresAt = 0;
    content.tokens.accessToken = content.tokens.accessToken.replace(/[^.]{20}$/, 'A'.repeat(20));
    await writeFile(join(folder, name), JSON.stringify(content));
  }
}

async function somethingElse(): Promise<string> {
  const server = createServer((_, response) => response.writeHead(404).end('<html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
