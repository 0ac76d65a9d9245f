import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { explain, machineSource, memoryStore, type AuthError, type MachineOptions } from '../index.ts';
import { hostedUiSource, type HostedUiOptions } from '../node.ts';
import { freePort } from '../test-support/free-port.ts';
import { startOAuthServer, type TestOAuthServer } from '../test-support/oauth-server.ts';

const request = { url: '', method: 'POST', body: '' };
let redirectUri: string;
let oauth: TestOAuthServer;
beforeAll(async () => {
  redirectUri = `http://localhost:${await freePort()}/callback`;
  oauth = await startOAuthServer(redirectUri);
});
afterAll(() => oauth.close());
beforeEach(() => {
  oauth.grants.length = 0;
});

const userPoolId = 'eu-central-1_AbC123';
const machine = (extra: Partial<MachineOptions> = {}) =>
  machineSource({ userPoolId, server: oauth.server, ...oauth.machine, scopes: ['items/write'], ...extra });
const terminal = (extra: Partial<HostedUiOptions> = {}) =>
  hostedUiSource({
    userPoolId,
    server: oauth.server,
    ...oauth.terminal,
    redirectUri,
    scopes: ['openid', 'offline_access'],
    parameters: { prompt: 'consent' },
    open: (url) => void oauth.browse(url, 'ann'),
    ...extra,
  });
const failure = async (work: Promise<unknown>): Promise<AuthError> =>
  (await work.catch((error: unknown) => error)) as AuthError;

test('a machine gets one token for any number of callers, with its scopes', async () => {
  const store = memoryStore();
  const sources = [machine({ store }), machine({ store })];
  const all = await Promise.all(
    Array.from({ length: 100 }, (_, index) => sources[index % 2]!.headers(request)),
  );
  expect(new Set(all.map(({ authorization }) => authorization)).size).toBe(1);
  expect(explain(all[0]?.authorization ?? '').scopes).toEqual(['items/write']);
  expect(oauth.grants).toEqual(['client_credentials']);
});

test('a machine with other scopes has another token', async () => {
  const store = memoryStore();
  const [one, other] = await Promise.all([
    machine({ store }).headers(request),
    machine({ store, scopes: ['items/read'] }).headers(request),
  ]);
  expect(one).not.toEqual(other);
});

test('a machine takes a new token when the API refused the last, and a secret that was changed', async () => {
  const { clientSecret } = oauth.machine;
  const asked: (string | undefined)[] = [];
  const source = machine({
    clientSecret: (refused) => {
      asked.push(refused);
      return refused === undefined ? 'an-old-secret' : clientSecret;
    },
  });
  const rejected = await source.headers(request);
  expect(asked).toEqual([undefined, 'an-old-secret']);
  expect(await source.headers({ ...request, rejected })).not.toEqual(rejected);
});

test.each([
  ['a wrong secret', { clientSecret: 'a-wrong-secret' }, 'client-secret'],
  ['no right to this grant', { clientId: 'pages' }, 'service'],
  ['a server that is not there', { server: 'http://127.0.0.1:1' }, 'network'],
] as const)('a machine with %s: one clear line without the secret', async (_, extra, code) => {
  const error = await failure(machine(extra as Partial<MachineOptions>).tokens());
  expect(error).toMatchObject({ code, message: expect.stringMatching(/^[^\n]+\.$/) as string });
  expect(inspect(error, { depth: 10 })).not.toMatch(/a-wrong-secret|The secret of/);
});

test('signs a user in in the browser with PKCE, and renews without it', async () => {
  let now = Date.now();
  const opened: URL[] = [];
  const source = terminal({
    now: () => now,
    open: (url) => {
      opened.push(new URL(url));
      void oauth.browse(url, 'ann');
    },
  });
  expect(await source.identity()).toMatchObject({ sub: 'ann' });
  expect(opened[0]?.searchParams.get('code_challenge_method')).toBe('S256');
  const first = await source.headers(request);
  expect(await source.headers({ ...request, rejected: first })).not.toEqual(first);
  now += 1000;
  expect(opened).toHaveLength(1);
  expect(oauth.grants).toEqual(['authorization_code', 'refresh_token']);
});

test('signing out ends the session here and at the server', async () => {
  const store = memoryStore();
  let pages = 0;
  const open = (url: string): void => {
    pages += 1;
    void oauth.browse(url, 'ann');
  };
  const source = terminal({ store, open });
  const { refreshToken = '' } = await source.tokens();
  await source.signOut();
  await source.tokens();
  expect(pages).toBe(2);
  const { clientId } = oauth.terminal;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
  });
  const again = await fetch(oauth.server.tokenEndpoint, { method: 'POST', body });
  expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
});

test('the page at the end says so, and lets nobody else see the code', async () => {
  let page: Promise<{ status: number; text: string }> | undefined;
  await terminal({ open: (url) => void (page = oauth.browse(url, 'ann')) }).tokens();
  expect(await page).toMatchObject({ status: 200, text: expect.stringContaining('You can close') as string });
});

test('takes no answer to a sign-in that it did not begin', async () => {
  let forged: Response | undefined;
  const source = terminal({
    open: async (url) => {
      forged = await fetch(`${redirectUri}?code=forged&state=forged`);
      void oauth.browse(url, 'ann');
    },
  });
  expect(await source.identity()).toMatchObject({ sub: 'ann' });
  expect(forged?.status).toBe(400);
});

test('a sign-in that was given up, or took too long, says so', async () => {
  const denied = terminal({
    open: (url) => {
      const state = new URL(url).searchParams.get('state') ?? '';
      void fetch(`${redirectUri}?error=access_denied&state=${state}&iss=${oauth.server.issuer}`);
    },
  });
  expect(await failure(denied.tokens())).toMatchObject({ code: 'sign-in-needed' });
  const late = terminal({ open: () => undefined, timeoutMs: 1 });
  expect(await failure(late.tokens())).toMatchObject({ code: 'sign-in-needed' });
});

test('names a redirect address that is taken or not on this machine', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(Number(new URL(redirectUri).port), '127.0.0.1', resolve));
  expect(await failure(terminal().tokens())).toMatchObject({
    code: 'not-configured',
    message: expect.stringContaining('EADDRINUSE') as string,
  });
  await new Promise((resolve) => taken.close(resolve));
  const elsewhere = terminal({ redirectUri: 'https://example.com/callback' });
  expect(await failure(elsewhere.tokens())).toMatchObject({ code: 'not-configured' });
});
