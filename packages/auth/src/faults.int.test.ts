import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { userPoolSource, type UserPoolOptions } from './index.ts';
import { startCountingProxy } from './test-support/counting-proxy.ts';

const request = { url: '', method: 'POST', body: '' };
let local: TestBackend;
let ann: Pick<UserPoolOptions, 'username'> & { password: string };
beforeAll(async () => {
  local = await startLocal({ schema: 'type Note @model { id: ID! }' });
  const { username, password } = await local.asUser();
  ann = { username, password };
});
afterEach(() => local.faults.clear());
afterAll(() => local.close());

const source = (extra: Partial<UserPoolOptions> = {}) =>
  userPoolSource({
    region: local.region,
    endpoint: local.cognitoEndpoint,
    userPoolId: local.userPoolId,
    ...local.clients.public,
    ...ann,
    ...extra,
  });

test.each([
  ['throttles', { kind: 'throttle', times: 2 }],
  ['fails', { kind: 'error', times: 2 }],
  ['breaks the connection', { kind: 'reset', times: 2 }],
  ['answers and the answer is lost', { kind: 'reset', afterwards: true, times: 1 }],
] as const)('signs in although Cognito %s now and then', async (_, fault) => {
  local.faults.add(fault);
  expect(await source().identity()).toMatchObject({ username: ann.username });
});

test.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
  'signs in by %s although the answer to each step is lost once',
  async (flow) => {
    const proxy = await startCountingProxy(local.url);
    onTestFinished(() => proxy.close());
    proxy.losing.push('InitiateAuth', 'RespondToAuthChallenge');
    expect(await source({ flow, endpoint: proxy.endpoint }).identity()).toMatchObject({
      username: ann.username,
    });
  },
);

test('renews although the answer is lost', async () => {
  const renewing = source();
  const rejected = await renewing.headers(request);
  local.faults.add({ kind: 'reset', afterwards: true, times: 1 });
  expect(await renewing.headers({ ...request, rejected })).not.toEqual(rejected);
});

test.each([
  ['throttles', { kind: 'throttle' }, 'throttled'],
  ['fails', { kind: 'error' }, 'service'],
  ['breaks the connection', { kind: 'reset' }, 'network'],
] as const)('says so where Cognito %s all the time', async (_, fault, code) => {
  local.faults.add(fault);
  await expect(source().tokens()).rejects.toMatchObject({ code });
});
