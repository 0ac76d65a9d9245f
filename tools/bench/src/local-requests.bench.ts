// Authorized `getItem` requests over keep-alive to `postern local` in a process of its own. Aims: 5,000 a second with the
// generator on the other core, 150 µs of the server's CPU each, 10,000 tokens verified a second.
// The peer is a server that knows one answer of the same length: @aws-amplify/amplify-appsync-simulator takes 319 MB to
// install, and is in maintenance.
import { join } from 'node:path';
import { startBackend } from './local/backend.ts';
import { createSender, graphql, type Sender, type Sent } from './local/http.ts';
import { load, type Load } from './local/load.ts';
import { startProbed } from './local/probed.ts';
import { createItems, refresh, signIn } from './local/session.ts';

const turns = 7;
const calls = 6_000;
const freshPerTurn = 1_000;
const getItem = `query GetItem($id: ID!) {
  getItem(id: $id) { id name status metadata owner batchProcessed lastProcessedAt createdAt updatedAt }
}`;

const backend = await startBackend();
const sender = createSender(backend.url, 64);
const [owner, admin] = await Promise.all(['alice', 'admin'].map((name) => signIn(sender, backend, name)));
if (!owner || !admin) throw new TypeError('There are two.');
const ids = await createItems(sender, owner.accessToken, 200);
const asked = (token: string): Sent[] => ids.map((id) => graphql(token, getItem, { id }));
const byOwner = asked(owner.accessToken);
const byGroup = asked(admin.accessToken);

async function askFor(to: Sender, request: Sent | undefined): Promise<void> {
  const text = request && (await to.send(request));
  if (!text?.startsWith('{"data":{"getItem":{"id":"')) throw new Error(`Not an item: ${text}`);
}

const [example] = byOwner;
const answer = example ? await sender.send(example) : '';
const floor = await startProbed([join(import.meta.dirname, 'local/floor.ts'), answer], { cwd: '/' });
const floorSender = createSender(floor.line, 64);

// Each token once: what such a request costs more than one with a token that is known is its verification.
const wanted = ((turns + 1) * freshPerTurn) / 2;
const tokens = Array.from({ length: wanted }, () => refresh(sender, backend, owner.refreshToken));
const fresh = (await Promise.all(tokens)).flat().map((token, index) => {
  const { body } = byOwner[index % byOwner.length] ?? { body: '' };
  return { ...graphql(token, '', {}), body };
});

const many = (requests: readonly Sent[]) => (): Promise<Load> =>
  load(backend, { calls, inFlight: 32 }, (index) => askFor(sender, requests[index % requests.length]));
const rows: Readonly<Record<string, (turn: number) => Promise<Load>>> = {
  'owner rule, 32 in flight': many(byOwner),
  'group rule, 32 in flight': many(byGroup),
  'owner rule, one after another': () =>
    load(backend, { calls: calls / 4, inFlight: 1 }, (index) =>
      askFor(sender, byOwner[index % byOwner.length]),
    ),
  'owner rule, each with a new token, 32 in flight': (turn) =>
    load(backend, { calls: freshPerTurn, inFlight: 32 }, (index) =>
      askFor(sender, fresh[turn * freshPerTurn + index]),
    ),
  'node:http with one answer, 32 in flight': () =>
    load(floor, { calls, inFlight: 32 }, () => askFor(floorSender, example)),
};

// Short turns, one after another, so that what else the machine does falls on all of them; the first warms up.
const results = new Map(Object.keys(rows).map((name) => [name, [] as Load[]]));
for (let turn = 0; turn <= turns; turn += 1) {
  for (const [name, run] of Object.entries(rows)) {
    const result = await run(turn);
    if (turn > 0) results.get(name)?.push(result);
  }
}

const middle = (name: string, of: keyof Load): number => {
  const values = (results.get(name) ?? []).map((result) => result[of]).sort((one, other) => one - other);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
};
process.stdout.write(
  '| getItem | requests/s | server CPU µs a request | p50 ms | p99 ms |\n|---|---|---|---|---|\n',
);
for (const name of results.keys()) {
  const figure = (of: keyof Load, digits: number): string => middle(name, of).toFixed(digits);
  process.stdout.write(
    `| ${name} | ${figure('perSecond', 0)} | ${figure('cpuMicrosEach', 0)} | ${figure('p50Ms', 2)} | ${figure('p99Ms', 2)} |\n`,
  );
}
const [known = '', , , unknown = ''] = results.keys();
const verifyMicros = middle(unknown, 'cpuMicrosEach') - middle(known, 'cpuMicrosEach');
process.stdout.write(
  `Verifying a new token: ${verifyMicros.toFixed(0)} µs of CPU, ${(1e6 / verifyMicros).toFixed(0)} a second.\n`,
);
await Promise.all([sender.close(), floorSender.close()]);
await Promise.all([backend.stop(), floor.stop()]);
