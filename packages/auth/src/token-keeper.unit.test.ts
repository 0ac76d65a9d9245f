import { expect, test } from 'vitest';
import { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';
import { TokenKeeper, type KeeperParts } from './token-keeper.ts';
import { memoryStore, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

const key = { userPoolId: 'p', clientId: 'c', username: 'ann' };
const hour = 3_600_000;

function tokens(name: string, issuedAt: number): Tokens {
  return {
    accessToken: name,
    idToken: name,
    refreshToken: `r-${name}`,
    issuedAt,
    expiresAt: issuedAt + hour,
  };
}

function keeper(parts: Partial<KeeperParts>, now: () => number = () => 0): TokenKeeper {
  const unexpected = (): Promise<never> => Promise.reject(new Error('not expected'));
  return new TokenKeeper({
    store: memoryStore(),
    key,
    clock: new ServerClock(now),
    renewAheadMs: 60_000,
    choose: ({ accessToken }) => accessToken,
    refresh: unexpected,
    signIn: unexpected,
    ...parts,
  });
}

test('a slow old answer never takes the place of a newer token', async () => {
  let now = 0;
  // Whoever was held up for long has lost the lock.
  const unlocked: TokenStore = { ...memoryStore(), exclusively: (_, work) => work() };
  await unlocked.write(key, tokens('first', 0));
  now = 2 * hour;
  const slow = Promise.withResolvers<Tokens>();
  const held = keeper({ store: unlocked, refresh: () => slow.promise }, () => now);
  const quick = keeper({ store: unlocked, refresh: () => Promise.resolve(tokens('newer', now)) }, () => now);
  const waiting = held.get();
  expect((await quick.get()).accessToken).toBe('newer');
  slow.resolve(tokens('older', now - 1_000));
  expect((await waiting).accessToken).toBe('newer');
  expect((await unlocked.read(key))?.accessToken).toBe('newer');
  expect((await held.get()).accessToken).toBe('newer');
});

test('what was obtained before a sign-out does not come back after it', async () => {
  const answer = Promise.withResolvers<Tokens>();
  const store = memoryStore();
  let signIns = 0;
  const signIn = (): Promise<Tokens> => ((signIns += 1), answer.promise);
  const source = keeper({ store, signIn });
  const waiting = source.get();
  const gone = source.forget();
  answer.resolve(tokens('late', 0));
  await Promise.all([waiting, gone]);
  expect(await store.read(key)).toBeUndefined();
  await source.get();
  expect(signIns).toBe(2);
});

test('a disabled user ends in one error for each call, without a loop', async () => {
  let calls = 0;
  const disabled = (): Promise<never> => {
    calls += 1;
    return Promise.reject(new AuthError('user-disabled', 'User ann is disabled.'));
  };
  let now = 0;
  const store = memoryStore();
  await store.write(key, tokens('first', 0));
  const source = keeper({ store, refresh: disabled, signIn: disabled }, () => now);
  expect((await source.get()).accessToken).toBe('first');
  now = 2 * hour;
  for (let call = 1; call <= 3; call += 1) {
    await expect(source.get('first')).rejects.toMatchObject({ code: 'user-disabled' });
    expect(calls).toBe(call);
  }
});

test('a token that lasts is used while it cannot be renewed ahead, and the next try waits', async () => {
  let now = 0;
  let calls = 0;
  const offline = (): Promise<never> => {
    calls += 1;
    return Promise.reject(new AuthError('network', 'Cannot reach Cognito.'));
  };
  const store = memoryStore();
  await store.write(key, tokens('first', 0));
  const source = keeper({ store, refresh: offline }, () => now);
  await source.get();
  now = hour - 30_000;
  for (let call = 0; call < 5; call += 1) expect((await source.get()).accessToken).toBe('first');
  expect(calls).toBe(1);
  now += 6_000;
  expect((await source.get()).accessToken).toBe('first');
  expect(calls).toBe(2);
});

test('asks for another token once, however often the API refuses the new one as well', async () => {
  let count = 0;
  const store = memoryStore();
  await store.write(key, tokens('t0', 0));
  const source = keeper({ store, refresh: () => Promise.resolve(tokens(`t${(count += 1)}`, 0)) });
  let token = (await source.get()).accessToken;
  for (let call = 0; call < 5; call += 1) token = (await source.get(token)).accessToken;
  expect([token, count]).toEqual(['t1', 1]);
});
