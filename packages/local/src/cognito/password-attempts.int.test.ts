import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUser } from './test-support/administer.ts';
import { rpc } from './test-support/rpc.ts';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';

const wrong = ['NotAuthorizedException', 'Incorrect username or password.'];
const locked = ['NotAuthorizedException', 'Password attempts exceeded'];
const second = 1000;
const minute = 60 * second;

let pool: TestPool;
let clientId: string;
beforeAll(async () => {
  pool = await startTestPool();
  const flows = ['ALLOW_USER_PASSWORD_AUTH'] as const;
  clientId = pool.cognito.pool.store.addClient({
    name: 'hiding',
    flows,
    preventUserExistenceErrors: 'ENABLED',
  }).id;
});
afterAll(() => pool.close());

const signIn = async (USERNAME: string, PASSWORD = 'Wrong-1234'): Promise<unknown> => {
  const { body, type, message } = await rpc(pool, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
  return body.AuthenticationResult ? 'signed in' : [type, message];
};
const guess = async (times: number, username: string): Promise<unknown[]> => {
  const all: unknown[] = [];
  for (let count = 0; count < times; count += 1) all.push(await signIn(username));
  return all;
};
const times = (count: number, what: string[]): string[][] => Array<string[]>(count).fill(what);

test('five wrong passwords lock a user for a second, each further one for twice as long', async () => {
  const { username, password } = await makeUser(pool);
  expect(await guess(5, username)).toEqual(times(5, wrong));
  expect(await signIn(username, password)).toEqual(locked);
  for (const lockedFor of [1, 2, 4, 8]) {
    pool.advance((lockedFor - 0.5) * second);
    expect(await signIn(username)).toEqual(locked);
    pool.advance(second);
    expect(await signIn(username)).toEqual(wrong);
  }
  pool.advance(17 * second);
  expect(await signIn(username, password)).toBe('signed in');
  expect(await guess(5, username)).toEqual(times(5, wrong));
});

test('a lock ends after 15 minutes at most', async () => {
  const { username, password } = await makeUser(pool);
  await guess(5, username);
  for (let count = 0; count < 10; count += 1) {
    pool.advance(2 ** count * second);
    expect(await signIn(username)).toEqual(wrong);
  }
  pool.advance(14 * minute);
  expect(await signIn(username, password)).toEqual(locked);
  pool.advance(2 * minute);
  expect(await signIn(username, password)).toBe('signed in');
});

test('wrong passwords are forgotten after 15 minutes without an attempt', async () => {
  const { username } = await makeUser(pool);
  await guess(4, username);
  pool.advance(15 * minute);
  expect(await guess(5, username)).toEqual(times(5, wrong));
  expect(await signIn(username)).toEqual(locked);
});

test('whoever does not exist is locked like everybody else, and locks nobody else', async () => {
  const { username, password } = await makeUser(pool);
  expect(await guess(6, 'nobody')).toEqual([...times(5, wrong), locked]);
  expect(await signIn(username, password)).toBe('signed in');
});
