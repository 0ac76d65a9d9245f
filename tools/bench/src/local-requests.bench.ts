// Authorized `getItem` requests over keep-alive to `postern local` in a process of its own. Aims: 5,000 a second with the
// generator on the other core, 150 µs of the server's CPU each, 10,000 tokens verified a second.
// No peer: @aws-amplify/amplify-appsync-simulator takes 319 MB to install, and is in maintenance.
import { startBackend } from './local/backend.ts';
import { createSender, graphql, type Sent } from './local/http.ts';
import { load, type Load } from './local/load.ts';
import { createItems, refresh, signIn } from './local/session.ts';

const turns = 5;
const calls = 20_000;
const distinct = 6_000;
const getItem = `query GetItem($id: ID!) {
  getItem(id: $id) { id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt }
}`;

const backend = await startBackend();
const sender = createSender(backend.url, 64);
const [owner, admin] = await Promise.all(['alice', 'admin'].map((name) => signIn(sender, backend, name)));
if (!owner || !admin) throw new TypeError('There are two.');
const ids = await createItems(sender, owner.accessToken, 200);
const asked = (token: string): Sent[] => ids.map((id) => graphql(token, getItem, { id }));

async function askFor(requests: readonly Sent[], index: number): Promise<void> {
  const request = requests[index % requests.length];
  const text = request && (await sender.send(request));
  if (!text?.startsWith('{"data":{"getItem":{"id":"')) throw new Error(`Not an item: ${text}`);
}

async function median(requests: readonly Sent[], inFlight: number): Promise<Load> {
  const all: Load[] = [];
  const some = inFlight === 1 ? calls / 4 : calls;
  await load(backend, { calls: some, inFlight }, (index) => askFor(requests, index));
  for (let turn = 0; turn < turns; turn += 1) {
    all.push(await load(backend, { calls: some, inFlight }, (index) => askFor(requests, index)));
  }
  all.sort((one, other) => one.cpuMicrosEach - other.cpuMicrosEach);
  return all[Math.floor(turns / 2)] ?? Promise.reject(new RangeError('No turns.'));
}

const show = (what: string, { perSecond, cpuMicrosEach, p50Ms, p99Ms }: Load): void =>
  void process.stdout.write(
    `| ${what} | ${perSecond.toFixed(0)} | ${cpuMicrosEach.toFixed(0)} | ${p50Ms.toFixed(2)} | ${p99Ms.toFixed(2)} |\n`,
  );

process.stdout.write(
  '| getItem | requests/s | server CPU µs a request | p50 ms | p99 ms |\n|---|---|---|---|---|\n',
);
const base = await median(asked(owner.accessToken), 32);
show('owner rule, 32 in flight', base);
show('group rule, 32 in flight', await median(asked(admin.accessToken), 32));
show('owner rule, one after another', await median(asked(owner.accessToken), 1));

// Each token once: what such a request costs more than one with a token that is known is its verification.
const tokens = (
  await Promise.all(Array.from({ length: distinct / 2 }, () => refresh(sender, backend, owner.refreshToken)))
).flat();
const bodies = asked('').map(({ body }) => body);
const once = tokens.map((token, index) => {
  return { ...graphql(token, '', {}), body: bodies[index % bodies.length] ?? '' };
});
const warmUp = distinct / 4;
await load(backend, { calls: warmUp, inFlight: 32 }, (index) => askFor(once, index));
const timed = { calls: distinct - warmUp, inFlight: 32 };
const fresh = await load(backend, timed, (index) => askFor(once, warmUp + index));
show('a token never seen before, each', fresh);
const verifyMicros = fresh.cpuMicrosEach - base.cpuMicrosEach;
process.stdout.write(
  `Verifying a new token: ${verifyMicros.toFixed(0)} µs of CPU, ${(1e6 / verifyMicros).toFixed(0)} a second.\n`,
);
await sender.close();
await backend.stop();
