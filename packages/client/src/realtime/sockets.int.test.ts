import { expect, onTestFinished, test } from 'vitest';
import { createClient, type RealtimeOptions, type Subscription } from '../index.ts';
import { OnUpdateItem } from '../test-support/operations.ts';
import { startRealtime, type RealtimeRules } from '../test-support/realtime-server.ts';

async function subscribed(count: number, rules: RealtimeRules, realtime: RealtimeOptions = {}) {
  const server = await startRealtime(rules);
  const headers = () => ({ authorization: 'token' });
  const client = createClient({ endpoint: server.endpoint, headers, random: () => 0, realtime });
  const open = (): Subscription<unknown> => {
    const subscription = client.subscribe(OnUpdateItem);
    onTestFinished(() => subscription.close());
    return subscription;
  };
  const all = Array.from({ length: count }, open);
  return { server, all, open, ready: () => Promise.all(all.map((one) => one.ready)) };
}
const published = { data: { onUpdateItem: { id: '1', name: null } } };

async function nextOf(subscription: Subscription<unknown>) {
  const iterator = subscription[Symbol.asyncIterator]();
  return (await iterator.next()).value;
}

test('more subscriptions than AppSync takes on one socket go over further ones, and each gets its events', async () => {
  const { server, all, ready } = await subscribed(250, { subscriptionsPerSocket: 100 });
  await ready();
  expect(server.perSocket()).toEqual([100, 100, 50]);
  server.publish(published);
  const events = await Promise.all(all.map(nextOf));
  expect(events.every((event) => event?.type === 'data')).toBe(true);
});

test('opens a further socket by itself at the number that it is given', async () => {
  const sockets: number[] = [];
  const { server, all, open, ready } = await subscribed(
    5,
    {},
    {
      subscriptionsPerSocket: 2,
      onState: (state, socket) => void (state === 'connected' && sockets.push(socket)),
    },
  );
  await ready();
  expect(server.perSocket()).toEqual([2, 2, 1]);
  expect(sockets.sort()).toEqual([1, 2, 3]);
  // Whoever leaves makes room for another; the last one closes its socket.
  all[0]?.close();
  await open().ready;
  expect(server.perSocket()).toEqual([2, 2, 1]);
  for (const one of all.slice(2, 5)) one.close();
  await expect.poll(() => server.sockets()).toBe(1);
});

test('after all sockets broke, every subscription is there again with its gap', async () => {
  const { server, all, ready } = await subscribed(7, { subscriptionsPerSocket: 3 });
  await ready();
  server.drop();
  const gaps = await Promise.all(all.map(nextOf));
  expect(gaps.map((event) => event?.type)).toEqual(Array.from({ length: 7 }, () => 'gap'));
  expect(server.perSocket()).toEqual([3, 3, 1]);
});

test('one that is refused even alone on its socket ends, and says why', async () => {
  const { all } = await subscribed(1, { subscriptionsPerSocket: 0 });
  await expect(all[0]?.ready).rejects.toMatchObject({
    code: 'throttled',
    message: 'OnUpdateItem: too many subscriptions or requests: Max number of 0 subscriptions reached',
  });
});

test('too many starts at once are sent again, though AppSync does not say which it meant', async () => {
  const { server, ready } = await subscribed(10, { isTooFast: (count) => count > 4 && count <= 10 });
  await ready();
  // Four were confirmed at once, six came again, none twice.
  expect(server.starts).toHaveLength(16);
  expect(server.perSocket()).toEqual([10]);
});

test('one that was taken and sent again all the same is simply there', async () => {
  const known = { errorType: 'DuplicatedOperationError', message: 'The operation is there.' };
  const { server, ready } = await subscribed(1, { onStart: () => known });
  await ready();
  expect(server.starts).toHaveLength(1);
});

test('refuses a number of subscriptions that is none', () => {
  const realtime = { subscriptionsPerSocket: 0 };
  expect(() => createClient({ endpoint: 'http://localhost/graphql', headers: () => ({}), realtime })).toThrow(
    'realtime.subscriptionsPerSocket: 0 is no number from one up.',
  );
});
