// 10,000 conditional updates, 20 ms latency, 2,000 fields/s, burst 200, then the same in bad weather, then other ways to do it. Aims:
// 0.98 of the rate known, at most 3 % answered 429, at most 80 µs of CPU an item, nothing lost and nothing applied twice.
import { startLocal } from '@postern/local';
import type { PeerOrder } from './batch/run-peer.ts';
import { showOwn } from './batch/show-own.ts';
import { showPeer } from './batch/show-peer.ts';
import type { Weather } from './batch/weather.ts';

const items = 10_000;
const fine: Weather = { name: '2,000/s' };
const resets: Weather = { name: '2 % reset after the write', settings: { resetShare: 0.02 } };
const tight: Weather = { name: '200/s, burst 20', settings: { fieldsPerSecond: 200, burst: 20 } };
const weathers: readonly Weather[] = [
  fine,
  { name: 'halved after 2 s', changes: [[2_000, { fieldsPerSecond: 1_000, burst: 100 }]] },
  { name: 'doubled after 2 s', changes: [[2_000, { fieldsPerSecond: 4_000, burst: 400 }]] },
  { name: '200/s after 2 s, burst 20', changes: [[2_000, { fieldsPerSecond: 200, burst: 20 }]] },
  resets,
  { name: '2 % answered 503', settings: { serverErrorShare: 0.02 } },
  { name: 'an item costs 2 tokens after 2 s', changes: [[2_000, { tokensPerField: 2 }]] },
  { name: 'token refused after 2 s', changes: [[2_000, { refusedToken: 'old' }]] },
];
const peers: readonly PeerOrder['name'][] = [
  'chunks of 50, five at a time, 2^n s',
  'p-map 64 + p-retry',
  'p-limit 128, jittered',
  '25 aliases, 8 in flight, AIMD',
];

function row(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function head(first: string): void {
  process.stdout.write('\n');
  row(first, 'items/s', 'answered 429', 'CPU µs an item', 'lost', 'applied twice');
  row(...Array.from({ length: 6 }, () => '---'));
}

// The others: more than one run of them at once would slow each other down.
async function others(weather: Weather, count: number): Promise<void> {
  head(`${weather.name}: ${count} items`);
  for (const name of peers) row(name, ...(await showPeer(weather, { name, count })));
  row('@postern/batch', ...(await showOwn(weather, count)));
}

async function perCall(): Promise<void> {
  head('2,000/s, one after another');
  const local = await startLocal({ schema: 'type Note @model { id: ID! }', users: [{ username: 'batch' }] });
  const { username, password } = local.users[0] ?? { username: '', password: '' };
  const { clientId } = local.clients.public;
  const signIn = {
    endpoint: local.cognitoEndpoint,
    userPoolId: local.userPoolId,
    clientId,
    username,
    password,
  };
  const slow = { name: 'sign in per call, Amplify (SRP)', count: 20, signIn } as const;
  row(slow.name, ...(await showPeer(fine, slow)));
  const faster = { name: 'sign in per call, password', count: 100, signIn } as const;
  row(faster.name, ...(await showPeer(fine, faster)));
  await local.close();
}

head(`@postern/batch: ${items} items`);
row('2,000/s, rate known', ...(await showOwn(fine, items, 2_000)));
for (const weather of weathers) row(weather.name, ...(await showOwn(weather, items)));
await perCall();
await others(fine, items);
row(
  '25 aliases, 8 in flight, rate known',
  ...(await showPeer(fine, { name: '25 aliases, 8 in flight, rate known', count: items })),
);
await others(resets, items);
await others(tight, 2_000);
