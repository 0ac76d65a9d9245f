import { afterAll, beforeAll, expect, test } from 'vitest';
import { explain, memoryStore, readToken, userPoolSource } from './index.ts';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

const request = { url: '', method: 'POST', body: '' };
let backend: TestBackend;
let cognito: CountingProxy;
beforeAll(async () => {
  backend = await startTestBackend();
  cognito = await startCountingProxy(backend.local.url, () => backend.nowMs);
});
afterAll(async () => {
  cognito.close();
  await backend.close();
});

test('identities that share a process and a store never get each other’s tokens', async () => {
  const store = memoryStore();
  const { clients } = backend.local;
  const people = ['ann', 'bob'].flatMap((username) =>
    [clients.public, clients.confidential].map((client) => ({
      username,
      clientId: client.clientId,
      source: userPoolSource(backend.options(username, { store, ...client })),
    })),
  );
  const check = async (rejectedToo: boolean): Promise<void> => {
    const calls = people.flatMap((person) => Array.from({ length: 5 }, () => person));
    await Promise.all(
      calls.map(async ({ username, clientId, source }, index) => {
        const { authorization = '' } = await source.headers(request);
        expect(explain(authorization)).toMatchObject({ username, clientId });
        // Some have just been refused, so that renewals of all four run into each other.
        if (!rejectedToo || index % 5 !== 0) return;
        const fresh = await source.headers({ ...request, rejected: { authorization } });
        expect(explain(fresh.authorization ?? '')).toMatchObject({ username, clientId });
      }),
    );
  };
  await check(false);
  await check(true);
  backend.nowMs += 60 * 60_000;
  await check(true);
});

test.each([-60, 60])('a clock that is %s minutes off changes nothing', async (minutes) => {
  const now = (): number => backend.nowMs + minutes * 60_000;
  const source = userPoolSource(backend.options('ann', { endpoint: cognito.endpoint, now }));
  cognito.actions.length = 0;
  const first = await source.headers(request);
  expect(await source.headers(request)).toEqual(first);
  backend.nowMs += 58 * 60_000;
  expect(await source.headers(request)).toEqual(first);
  backend.nowMs += 90_000;
  expect(await source.headers(request)).not.toEqual(first);
  expect(cognito.actions).toEqual(['USER_SRP_AUTH', 'RespondToAuthChallenge', 'REFRESH_TOKEN_AUTH']);
});

test('who stops waiting does not stop the others', async () => {
  const source = userPoolSource(backend.options('bob'));
  const stop = new AbortController();
  const impatient = source.headers({ ...request, signal: stop.signal });
  const patient = source.headers(request);
  stop.abort(new Error('no time'));
  await expect(impatient).rejects.toThrow('no time');
  expect(readToken((await patient).authorization ?? '')).toMatchObject({ username: 'bob' });
});
