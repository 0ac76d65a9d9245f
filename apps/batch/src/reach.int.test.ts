import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { itemOf } from './places/place.ts';
import { startBackend } from './test-support/backend.ts';
import { runBatch, startBatch, type BatchProcess, type Ended } from './test-support/batch-process.ts';
import { environmentFor } from './test-support/environment.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const local = await startBackend();

let seeded = 0;
function seed(count: number): void {
  local.seed(
    'Item',
    Array.from({ length: count }, () =>
      itemOf({ name: `place ${(seeded += 1)}`, lat: '-18.14', lng: '178.44', country: 'FJ' }),
    ),
  );
}

// A proxy of the plainest kind: tunnels, each of which it tells of.
async function startProxy(): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket: Duplex, head: Buffer) => {
    seen.push(String(request.url));
    const upstream = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

async function overTls(): Promise<Record<string, string>> {
  const ca = join(temporaryFolder(), 'ca.pem');
  writeFileSync(ca, await local.certificateAuthority());
  const { port } = new URL(local.graphqlEndpoint);
  return {
    ...environmentFor(local),
    APPSYNC_GRAPHQL_ENDPOINT: `https://localhost:${port}/graphql`,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `https://localhost:${port}/`,
    NODE_EXTRA_CA_CERTS: ca,
  };
}

test('goes to Cognito and to the API through the proxy of the environment, with a certificate authority of its own', async () => {
  seed(3);
  const { url, seen } = await startProxy();
  const ended = await runBatch(['run'], temporaryFolder(), { ...(await overTls()), HTTPS_PROXY: url });
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.lines.at(-1)).toMatchObject({ items: 3, completed: 3 });
  const host = `localhost:${new URL(local.graphqlEndpoint).port}`;
  expect(new Set(seen)).toEqual(new Set([host]));
  // One tunnel of the AWS SDK at least, and one of the client.
  expect(seen.length).toBeGreaterThan(1);
}, 60_000);

test('goes direct to what NO_PROXY names', async () => {
  seed(1);
  const { url, seen } = await startProxy();
  const environment = { ...(await overTls()), HTTPS_PROXY: url, NO_PROXY: 'localhost' };
  expect((await runBatch(['run'], temporaryFolder(), environment)).exitCode).toBe(0);
  expect(seen).toEqual([]);
}, 60_000);

test('one line says which proxy is none, and which certificate is not trusted', async () => {
  const proxy = { ...environmentFor(local), HTTPS_PROXY: 'proxy.example:me:secret' };
  const refused = await runBatch(['run'], temporaryFolder(), proxy);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(
    /^postern-batch: https_proxy: not the URL of a proxy; expected http:\/\/host:port/,
  );
  expect(refused.stderr).not.toContain('secret');
  const { NODE_EXTRA_CA_CERTS: _, ...untrusting } = await overTls();
  const stranger = await runBatch(['run'], temporaryFolder(), untrusting);
  expect(stranger.exitCode).toBe(1);
  expect(stranger.stderr.trim().split('\n')).toHaveLength(1);
  expect(stranger.stderr).toMatch(/certificate|NODE_EXTRA_CA_CERTS/i);
}, 60_000);

// The API is away from the first progress until the log says so.
async function throughAnOutage(child: BatchProcess): Promise<Ended> {
  await child.said('progress');
  const mend = local.faults.add({ on: 'appsync', kind: 'reset' });
  onTestFinished(mend);
  await child.said('the API does not answer; waiting');
  mend();
  await child.said('the API answers again');
  const ended = await child.ended;
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return ended;
}

test('an API that stays away for a moment is waited for, and the log says so', async () => {
  // So many that pages are still to be read, however late the fault comes on a busy machine.
  seed(5_000);
  const folder = temporaryFolder();
  const child = startBatch(['run', '--max-rate', '1000'], folder, environmentFor(local));
  const ended = await throughAnOutage(child);
  expect(ended.lines.at(-1)).toMatchObject({ items: 5_000, completed: 5_000, failed: 0, lost: 0 });
  const states = ended.lines.flatMap(
    ({ breaker }) => (breaker as { state?: string } | undefined)?.state ?? [],
  );
  expect(states.slice(0, 2)).toEqual(['open', 'half-open']);
  expect(states.at(-1)).toBe('closed');
}, 120_000);

test('a run that only reads waits as well, and says so', async () => {
  seed(3_000);
  const child = startBatch(
    ['run', 'export-items', '--output', 'items.ndjson', '--status', 'PENDING', '--max-rate', '500'],
    temporaryFolder(),
    environmentFor(local),
  );
  const ended = await throughAnOutage(child);
  expect(ended.lines.at(-1)).toMatchObject({ failed: 0, lost: 0 });
}, 120_000);

test('does not wait for an API that is away when it is told to stop', async () => {
  seed(2_000);
  const folder = temporaryFolder();
  const child = startBatch(['run', '--max-rate', '200'], folder, environmentFor(local));
  await child.said('progress');
  const mend = local.faults.add({ on: 'appsync', kind: 'reset' });
  onTestFinished(mend);
  await child.said('the API does not answer; waiting');
  child.child.kill('SIGTERM');
  // The API is still away: only what the run has ended by itself can end it within the time that a container has.
  const { exitCode, lines } = await child.ended;
  mend();
  expect(exitCode).toBe(6);
  expect(lines.at(-1)).toMatchObject({ ended: 'interrupted', lost: 0 });
  expect((await runBatch(['run'], folder, environmentFor(local))).exitCode).toBe(0);
}, 60_000);

test('spans go to the OpenTelemetry SDK that the process has registered, and hold nothing secret', async () => {
  seed(30);
  const environment = environmentFor(local);
  const preload = resolve(import.meta.dirname, 'test-support/open-telemetry.ts');
  const traced = { ...environment, NODE_OPTIONS: `--import ${preload}` };
  const { exitCode, lines } = await runBatch(['run'], temporaryFolder(), traced);
  expect(exitCode).toBe(0);
  const spans = lines.filter(({ msg }) => msg === 'span');
  const names = new Set(spans.map(({ name }) => name));
  expect([...names]).toEqual(
    expect.arrayContaining(['query ItemsByStatus', 'mutation UpdateItem', 'POST UpdateItem']),
  );
  expect(JSON.stringify(spans)).not.toContain(environment.BATCH_SERVICE_PASSWORD);
  expect(JSON.stringify(spans)).not.toMatch(/eyJ|place \d/);
}, 60_000);
