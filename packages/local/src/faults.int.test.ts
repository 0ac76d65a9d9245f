import { once } from 'node:events';
import { afterEach, beforeAll, afterAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { workspaceSchema as schema } from './appsync/test-support/test-api.ts';
import { createFaults } from './faults.ts';
import { startLocal, type TestBackend, type TestUser } from './test-kit.ts';

let local: TestBackend;
let admin: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema });
  admin = await local.asUser({ groups: ['Admin'] });
});
afterEach(() => local.faults.clear());
afterAll(() => local.close());

const list = '{ listItems(limit: 1000) { items { name } } }';
const names = async (): Promise<string[]> => {
  const { data } = await admin.ask(list);
  return (data as { listItems: { items: { name: string }[] } }).listItems.items.map(({ name }) => name);
};
const create = (name: string) =>
  admin.ask('mutation ($name: String!) { createItem(input: { name: $name, status: PENDING }) { id } }', {
    name,
  });
const cognito = () =>
  fetch(local.cognitoEndpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' },
    body: JSON.stringify({ AccessToken: admin.tokens.accessToken }),
  });

describe('a fault', () => {
  test('throttles as AWS does, as often as it was told', async () => {
    local.faults.add({ kind: 'throttle', times: 2 });
    expect(await admin.ask(list)).toMatchObject({
      status: 429,
      errors: [{ errorType: 'ThrottlingException' }],
    });
    const refused = await cognito();
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { __type: 'TooManyRequestsException' },
    ]);
    expect((await admin.ask(list)).status).toBe(200);
  });

  test('meets one service only, where it says so, and goes when it is taken away', async () => {
    const stop = local.faults.add({ kind: 'error', on: 'appsync', status: 503 });
    expect((await admin.ask(list)).status).toBe(503);
    expect((await cognito()).status).toBe(200);
    stop();
    expect((await admin.ask(list)).status).toBe(200);
  });

  test('resets before a write, or after it', async () => {
    local.faults.add({ kind: 'reset', times: 1 });
    await expect(create('before')).rejects.toThrow('fetch failed');
    expect(await names()).not.toContain('before');
    local.faults.add({ kind: 'reset', afterwards: true, times: 1 });
    await expect(create('after')).rejects.toThrow('fetch failed');
    expect(await names()).toContain('after');
  });

  test('delays, and says that a token has expired', async () => {
    local.faults.add({ kind: 'delay', delayMs: 5 });
    local.faults.add({ kind: 'expired-token', times: 1 });
    expect(await admin.ask(list)).toMatchObject({
      status: 401,
      errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }],
    });
    expect((await admin.ask(list)).status).toBe(200);
  });

  test('drops every WebSocket', async () => {
    const encoded = Buffer.from(JSON.stringify({ Authorization: admin.tokens.accessToken })).toString(
      'base64url',
    );
    const socket = new WebSocket(local.realtimeEndpoint, ['graphql-ws', `header-${encoded}`]);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    local.faults.disconnect();
    expect((await closed)[0]).toBe(1006);
    // Again and again, until it is told to stop.
    local.faults.add({ kind: 'disconnect', everyMs: 5 });
    for (let round = 0; round < 2; round += 1) {
      const another = new WebSocket(local.realtimeEndpoint, ['graphql-ws', `header-${encoded}`]);
      another.on('error', () => undefined);
      expect((await once(another, 'close'))[0]).toBe(1006);
    }
    local.faults.clear();
    const last = new WebSocket(local.realtimeEndpoint, ['graphql-ws', `header-${encoded}`]);
    await once(last, 'open');
    last.send('{"type":"connection_init"}');
    expect(String((await once(last, 'message'))[0])).toContain('connection_ack');
    last.terminate();
  });

  test('says that a token was revoked, in the words of each', async () => {
    local.faults.add({ kind: 'revoked-token', times: 2 });
    expect(await admin.ask(list)).toMatchObject({
      status: 401,
      errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
    });
    expect(await (await cognito()).json()).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });

  test('can be there from the start', async () => {
    await using own = await startLocal({ schema, faults: [{ kind: 'error', times: 1 }] });
    const user = await own.asUser();
    expect((await user.ask(list)).status).toBe(500);
    expect((await user.ask(list)).status).toBe(200);
  });

  test('meets a share of the requests', () => {
    const draws = [0.1, 0.5, 0.2, 0.9];
    const faults = createFaults({ given: [], disconnect: () => undefined, random: () => draws.shift() ?? 1 });
    faults.add({ kind: 'throttle', rate: 0.3 });
    expect(Array.from({ length: 4 }, () => faults.next('appsync').length)).toEqual([1, 0, 1, 0]);
  });

  test.each([
    [{ kind: 'throttle', rate: 1.5 }, 'rate is a share from 0 to 1, not 1.5.'],
    [{ kind: 'throttle', times: 0 }, 'times is a whole number over 0, not 0.'],
    [{ kind: 'delay', delayMs: -1 }, 'delayMs is a number of milliseconds, not -1.'],
    [{ kind: 'disconnect', everyMs: 0 }, 'everyMs is a number of milliseconds over 0, not 0.'],
  ] as const)('%j is none', (fault, message) => {
    expect(() => local.faults.add(fault)).toThrow(new RangeError(message));
  });
});
