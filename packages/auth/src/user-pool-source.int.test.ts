import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { startLocal, type Local } from '@postern/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type AuthError, type UserPoolOptions } from './index.ts';
import { fileStore } from './node.ts';

const schema =
  'type Note @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin"] }]) { id: ID! text: String }';
const request = { url: '', method: 'POST', body: '' };
let nowMs = Date.now();
let local: Local;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-auth-'));
  local = await startLocal({
    schema,
    now: () => nowMs,
    users: [
      { username: 'ann', groups: ['Admin'] },
      { username: 'bob' },
      { username: 'new', temporary: true },
    ],
  });
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

function passwordOf(username: string): string {
  return local.users.find((user) => user.username === username)?.password ?? '';
}

function options(username = 'ann', extra: Partial<UserPoolOptions> = {}): UserPoolOptions {
  return {
    region: local.region,
    endpoint: local.cognitoEndpoint,
    userPoolId: local.userPoolId,
    clientId: local.clients.public.clientId,
    username,
    password: passwordOf(username),
    now: () => nowMs,
    ...extra,
  };
}

// Cognito behind a counter on a real socket.
async function counting(): Promise<{ endpoint: string; actions: string[]; close(): void }> {
  const actions: string[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const target = String(incoming.headers['x-amz-target']);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { AuthFlow?: string };
      actions.push(body.AuthFlow ?? target.split('.')[1] ?? '');
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      void fetch(local.url, { method: 'POST', headers, body: JSON.stringify(body) }).then(async (answer) => {
        const type = answer.headers.get('x-amzn-errortype');
        response.writeHead(answer.status, {
          ...(type ? { 'x-amzn-errortype': type } : {}),
          date: new Date(nowMs).toUTCString(),
        });
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, actions, close: () => server.close() };
}

const failure = (error: unknown): AuthError => error as AuthError;

for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
  for (const kind of ['public', 'confidential'] as const) {
    test(`signs in by ${flow} with a ${kind} app client`, async () => {
      const source = userPoolSource(
        options('ann', { flow, credentials: local.roles.admin, ...local.clients[kind] }),
      );
      expect(await source.identity()).toMatchObject({ username: 'ann', groups: ['Admin'] });
    });
  }
}

test('sends the access token, or the ID token when asked to', async () => {
  const access = (await userPoolSource(options()).headers(request)).authorization;
  const source = userPoolSource(options('ann', { tokenUse: 'id' }));
  const id = (await source.headers(request)).authorization;
  expect(id).toBe((await source.tokens()).idToken);
  expect(id).not.toBe(access);
});

test('10,000 concurrent callers cause one sign-in', async () => {
  const cognito = await counting();
  const source = userPoolSource(options('ann', { endpoint: cognito.endpoint }));
  const all = await Promise.all(Array.from({ length: 10_000 }, () => source.headers(request)));
  cognito.close();
  expect(new Set(all.map(({ authorization }) => authorization)).size).toBe(1);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge']);
});

test('renews ahead of expiry, once for all callers, and with an app client secret', async () => {
  const cognito = await counting();
  const source = userPoolSource(
    options('ann', { endpoint: cognito.endpoint, ...local.clients.confidential }),
  );
  const first = await source.headers(request);
  nowMs += 59.5 * 60_000;
  const [second, third] = await Promise.all([source.headers(request), source.headers(request)]);
  cognito.close();
  expect(second).not.toEqual(first);
  expect(third).toEqual(second);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge', 'REFRESH_TOKEN_AUTH']);
});

test('replaces a refused token once, however many callers saw the refusal', async () => {
  const cognito = await counting();
  const source = userPoolSource(options('ann', { endpoint: cognito.endpoint }));
  const rejected = await source.headers(request);
  const fresh = await Promise.all(Array.from({ length: 20 }, () => source.headers({ ...request, rejected })));
  const late = await source.headers({ ...request, rejected });
  cognito.close();
  expect(new Set([...fresh, late].map(({ authorization }) => authorization)).size).toBe(1);
  expect(late).not.toEqual(rejected);
  expect(cognito.actions.filter((action) => action === 'REFRESH_TOKEN_AUTH')).toHaveLength(1);
});

test('signs in again when the session was revoked', async () => {
  const source = userPoolSource(options());
  const rejected = await source.headers(request);
  await userPoolSource(options('ann')).tokens();
  await globalSignOut(rejected.authorization ?? '');
  expect(await source.headers({ ...request, rejected })).not.toEqual(rejected);
});

test('says that signing in is needed when the session has ended and there is no password', async () => {
  const { password: _, ...without } = options();
  const error = failure(
    await userPoolSource(without)
      .headers(request)
      .catch((caught: unknown) => caught),
  );
  expect(error).toMatchObject({
    code: 'sign-in-needed',
    message: 'There is no session of ann. Sign in first.',
  });
});

test('two users of one store never get each other’s tokens', async () => {
  const store = fileStore(join(folder, 'two'));
  const [ann, bob] = await Promise.all(
    ['ann', 'bob'].map((username) => userPoolSource(options(username, { store })).identity()),
  );
  expect([ann?.username, bob?.username]).toEqual(['ann', 'bob']);
});

test('keeps tokens in a file that only its owner can read, and uses them in the next process', async () => {
  const store = fileStore(join(folder, 'kept'));
  const cognito = await counting();
  await userPoolSource(options('ann', { store, endpoint: cognito.endpoint })).tokens();
  const { password: _, ...without } = options('ann', {
    store: fileStore(join(folder, 'kept')),
    endpoint: cognito.endpoint,
  });
  expect(await userPoolSource(without).identity()).toMatchObject({ username: 'ann' });
  cognito.close();
  expect(cognito.actions).toHaveLength(2);
  const [file = ''] = readdirSync(join(folder, 'kept'));
  expect(statSync(join(folder, 'kept', file)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o700);
});

test('signing out removes the session here and ends it at the server', async () => {
  const store = fileStore(join(folder, 'out'));
  const source = userPoolSource(options('bob', { store }));
  const { accessToken } = await source.tokens();
  await source.signOut();
  expect(readdirSync(join(folder, 'out'))).toEqual([]);
  expect(await getUser(accessToken)).toBe(400);
});

test('asks for a new password where one is required', async () => {
  const asked: string[] = [];
  const source = userPoolSource(
    options('new', {
      onChallenge: ({ name, username }) => {
        asked.push(`${name} ${username}`);
        return { newPassword: 'Another-Passw0rd' };
      },
    }),
  );
  expect(await source.identity()).toMatchObject({ username: 'new' });
  expect(asked).toEqual(['NEW_PASSWORD_REQUIRED new']);
});

test.each([
  ['wrong password', { password: 'Wrong-Passw0rd' }, 'wrong-password'],
  ['unknown user', { username: 'nobody' }, 'user-not-found'],
  ['wrong client secret', { clientSecret: 'wrong' }, 'client-secret'],
  ['unknown app client', { clientId: 'nope' }, 'not-found'],
  ['unreachable endpoint', { endpoint: 'http://127.0.0.1:1' }, 'network'],
] as const)('names %s and keeps secrets out of the error', async (_, change, code) => {
  const error = failure(
    await userPoolSource(options('ann', change))
      .tokens()
      .catch((caught: unknown) => caught),
  );
  expect(error.code).toBe(code);
  expect(inspect(error, { depth: 10 })).not.toContain(passwordOf('ann'));
});

test('names the challenge that nobody answered', async () => {
  const fresh = await startLocal({ schema, users: [{ username: 'temp', temporary: true }] });
  const source = userPoolSource({
    region: fresh.region,
    endpoint: fresh.cognitoEndpoint,
    userPoolId: fresh.userPoolId,
    ...fresh.clients.public,
    username: 'temp',
    password: fresh.users[0]?.password ?? '',
  });
  const error = failure(await source.tokens().catch((caught: unknown) => caught));
  await fresh.close();
  expect(error).toMatchObject({ code: 'new-password-required', challenge: 'NEW_PASSWORD_REQUIRED' });
});

async function call(action: string, body: object): Promise<Response> {
  const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` };
  return fetch(local.url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function globalSignOut(accessToken: string): Promise<void> {
  expect((await call('GlobalSignOut', { AccessToken: accessToken })).status).toBe(200);
}

async function getUser(accessToken: string): Promise<number> {
  return (await call('GetUser', { AccessToken: accessToken })).status;
}
