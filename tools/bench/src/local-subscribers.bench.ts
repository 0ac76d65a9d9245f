// 1,000 connections with a subscription each to one `postern local`: from sending a mutation to the last who hears of it,
// what that takes of the server's CPU, and what a subscriber holds. The listeners share the machine with the server.
import { setTimeout as sleep } from 'node:timers/promises';
import { startBackend } from './local/backend.ts';
import { createSender, graphql } from './local/http.ts';
import { signIn } from './local/session.ts';
import { subscribe, type Subscriber } from './local/subscriber.ts';
import { line, sample } from './sample.ts';

const count = 1000;
const rounds = 40;
const onCreate = 'subscription { onCreateItem { id name status owner createdAt } }';
const create = `mutation Create($input: CreateItemInput!) {
  createItem(input: $input) { id name status metadata owner createdAt updatedAt }
}`;

const backend = await startBackend();
const sender = createSender(backend.url, 1);
const { accessToken } = await signIn(sender, backend, 'admin');
const first = await subscribe(backend.realtimeEndpoint, accessToken, onCreate);
await first.close();

const empty = await backend.usage(true);
const subscribers: Subscriber[] = [];
while (subscribers.length < count) {
  const some = Array.from({ length: 50 }, () => subscribe(backend.realtimeEndpoint, accessToken, onCreate));
  subscribers.push(...(await Promise.all(some)));
}
const full = await backend.usage(true);

async function deliverMs(index: number): Promise<number> {
  const heard = subscribers.map((subscriber) => subscriber.next());
  const startedAtMs = performance.now();
  await sender.send(graphql(accessToken, create, { input: { name: `item ${index}`, status: 'PENDING' } }));
  const events = await Promise.all(heard);
  const last = performance.now() - startedAtMs;
  if (!events.every((text) => text.includes(`"name":"item ${index}"`))) throw new Error('Not the event.');
  return last;
}

await sample(rounds / 4, deliverMs);
const before = await backend.usage();
const deliver = await sample(rounds, deliverMs);
const after = await backend.usage();
await Promise.all(subscribers.map((subscriber) => subscriber.close()));
// The server hears of the last a little later.
await sleep(500);
const left = await backend.usage(true);

const cpuMs = (after.cpuMicros - before.cpuMicros) / rounds / 1000;
const kB = (bytes: number): string => (bytes / 1024 / count).toFixed(1);
const MB = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
process.stdout.write(line(`a mutation until all ${count} have heard`, deliver, 'ms', 1));
process.stdout.write(
  `  CPU of the server for it: ${cpuMs.toFixed(1)} ms, ${((cpuMs * 1000) / count).toFixed(1)} µs a subscriber\n`,
);
process.stdout.write(
  `  a subscriber: ${kB(full.heapUsed - empty.heapUsed)} kB of heap, ${kB(full.rss - empty.rss)} kB of RSS, ` +
    `${((full.cpuMicros - empty.cpuMicros) / count).toFixed(0)} µs of CPU to connect\n`,
);
process.stdout.write(
  `  heap: ${MB(empty.heapUsed)} MB with none, ${MB(full.heapUsed)} with all, ${MB(left.heapUsed)} when they are gone\n`,
);
await sender.close();
await backend.stop();
