import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withLocal } from '../test-support/with-local.ts';

const backend = withLocal();
const { run, as } = backend;

describe('login', () => {
  test.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'])(
    'signs in with %s and a password from stdin',
    async (flow) => {
      const input = `${backend.local.passwordOf('admin')}\n`;
      const words = ['login', '--username', 'admin', '--password-stdin', '--flow', flow];
      expect(
        await run(words, { input, environment: { XDG_STATE_HOME: join(backend.folder, flow) } }),
      ).toEqual({
        exitCode: 0,
        stdout: '',
        stderr: 'Signed in as admin (group Admin).\n',
      });
    },
  );

  test('signs in with ADMIN_USER_PASSWORD_AUTH and AWS credentials of the environment', async () => {
    const { accessKeyId, secretAccessKey } = backend.local.document.roles.admin;
    const environment = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      BATCH_SERVICE_PASSWORD: backend.local.passwordOf('admin'),
      XDG_STATE_HOME: join(backend.folder, 'state-of-an-admin'),
    };
    const { exitCode, stderr } = await run(
      ['login', '--username', 'admin', '--flow', 'ADMIN_USER_PASSWORD_AUTH'],
      { environment },
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Signed in as admin (group Admin).\n' });
  });

  test('signs in to an app client with a secret, and takes all of it from the environment', async () => {
    const { clientId, clientSecret } = backend.local.document.clients.confidential;
    const environment = {
      COGNITO_CLIENT_ID: clientId,
      COGNITO_CLIENT_SECRET: clientSecret,
      BATCH_SERVICE_USERNAME: 'batchprocessor',
      BATCH_SERVICE_PASSWORD: backend.local.passwordOf('batchprocessor'),
    };
    expect((await run(['login'], { environment })).exitCode).toBe(0);
    const { stdout } = await run(['whoami'], { environment });
    expect(stdout).toContain('batchprocessor\n');
    expect(stdout).toMatch(/clientSecret +\(hidden\) +COGNITO_CLIENT_SECRET/);
    expect(stdout).not.toContain(clientSecret);
  });

  test('reads the password from a file', async () => {
    await writeFile(join(backend.folder, 'password'), `${backend.local.passwordOf('nobody')}\n`);
    const { exitCode, stderr } = await run(['login', '--username', 'nobody', '--password-file', 'password']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Signed in as nobody (in no group).\n' });
  });

  test('keeps tokens where only their owner reads them', async () => {
    const { XDG_STATE_HOME = '' } = await as('admin');
    const folder = join(XDG_STATE_HOME, 'postern');
    const files = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
    const modes = await Promise.all(files.map(async (file) => (await stat(file)).mode & 0o077));
    expect(files.length).toBeGreaterThan(1);
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  test('lets a new user choose a password', async () => {
    const words = ['login', '--username', 'newcomer', '--password-stdin', '--new-password-stdin'];
    const input = `${backend.local.passwordOf('newcomer')}\nMy-own-Passw0rd\n`;
    const environment = { XDG_STATE_HOME: join(backend.folder, 'newcomer') };
    expect((await run(words, { input, environment })).stderr).toBe('Signed in as newcomer (in no group).\n');
    const again = await run(['login', '--username', 'newcomer'], {
      environment: { ...environment, BATCH_SERVICE_PASSWORD: 'My-own-Passw0rd' },
    });
    expect(again.exitCode).toBe(0);
  });
});

describe('whoami', () => {
  test('says who is signed in and where each setting comes from', async () => {
    const environment = await as('batchprocessor');
    const { stdout, exitCode } = await run(['whoami'], {
      environment: { ...environment, AWS_REGION: 'us-east-1' },
    });
    const { userPoolId, clients, graphqlEndpoint, cognitoEndpoint } = backend.local.document;
    const known = [
      [userPoolId, 'POOL'],
      [clients.public.clientId, 'CLIENT'],
      [graphqlEndpoint, 'GRAPHQL'],
      [cognitoEndpoint, 'COGNITO'],
    ] as const;
    const stable = known.reduce((text, [value, name]) => text.replaceAll(value, name), stdout);
    expect(exitCode).toBe(0);
    expect(
      stable
        .replace(/sub +\S+/, 'sub SUB')
        .replace(/until \S+/, 'until THEN')
        .replace(/ {2,}/g, '  '),
    ).toMatchInlineSnapshot(`
      "batchprocessor
        sub SUB
        groups  BatchProcessor
        token  valid for 60 min, until THEN renewed by itself

      Settings
        region  us-east-1  AWS_REGION
        userPoolId  POOL  amplify_outputs.json (auth.user_pool_id)
        clientId  CLIENT  amplify_outputs.json (auth.user_pool_client_id)
        clientSecret  -
        username  -
        password  -
        graphqlEndpoint  GRAPHQL  amplify_outputs.json (data.url)
        apiId  -
        account  -
        cognitoEndpoint  COGNITO  amplify_outputs.json (custom.cognito_endpoint)
        flow  -
        passwordArn  -
        apiKey  -
        profile  -
        dataDir  -
        logLevel  -
      "
    `);
  });

  test('--json is for programs', async () => {
    const environment = await as('admin');
    const { stdout } = await run(['whoami', '--json'], { environment });
    expect(JSON.parse(stdout)).toMatchObject({
      username: 'admin',
      groups: ['Admin'],
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      settings: { userPoolId: { from: 'amplify_outputs.json (auth.user_pool_id)' } },
    });
  });
});

describe('token', () => {
  test('prints the access token and nothing else, the ID token with --id', async () => {
    const environment = await as('admin');
    const claims = async (...flags: string[]): Promise<unknown> => {
      const { stdout, stderr } = await run(['token', ...flags], { environment });
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      return JSON.parse(Buffer.from(stdout.split('.')[1] ?? '', 'base64url').toString());
    };
    expect(await claims()).toMatchObject({ token_use: 'access', username: 'admin' });
    expect(await claims('--id')).toMatchObject({ token_use: 'id', 'cognito:username': 'admin' });
  });

  test('signs in by itself where the environment has a password', async () => {
    const environment = {
      XDG_STATE_HOME: join(backend.folder, 'by-itself'),
      BATCH_SERVICE_USERNAME: 'admin',
      BATCH_SERVICE_PASSWORD: backend.local.passwordOf('admin'),
    };
    expect((await run(['token'], { environment })).stdout).toMatch(/^ey/);
  });

  test('renews a token that is about to expire', async () => {
    const environment = await as('admin');
    const before = (await run(['token'], { environment })).stdout;
    await expireStoredTokens(environment.XDG_STATE_HOME ?? '');
    const after = await run(['token'], { environment });
    expect(after.exitCode).toBe(0);
    expect(after.stdout).not.toBe(before);
  });
});

describe('logout', () => {
  test('removes the tokens and revokes the session', async () => {
    const environment = await as('admin');
    const { stdout: token } = await run(['token'], { environment });
    expect(await run(['logout'], { environment })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'admin is signed out.\n',
    });
    expect((await run(['token'], { environment })).exitCode).toBe(4);
    const { status } = await fetch(backend.local.document.graphqlEndpoint, {
      method: 'POST',
      headers: { authorization: token.trim(), 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ listItems { nextToken } }' }),
    });
    expect(status).toBe(401);
  });

  test('of nobody is no failure', async () => {
    const environment = { XDG_STATE_HOME: join(backend.folder, 'empty') };
    expect(await run(['logout'], { environment })).toMatchObject({
      exitCode: 0,
      stderr: 'Nobody is signed in.\n',
    });
  });
});

// As if time had passed: the file says that the token has expired.
async function expireStoredTokens(stateHome: string): Promise<void> {
  const folder = join(stateHome, 'postern/tokens');
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json'))) {
    const content = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
      tokens: { expiresAt: number };
    };
    content.tokens.expiresAt = 0;
    await writeFile(join(folder, name), JSON.stringify(content));
  }
}
