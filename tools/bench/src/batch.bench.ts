// 10,000 conditional updates, 20 ms latency, 2,000 fields/s, burst 200, then the same in bad weather. Aims: 0.98 of the rate known,
// at most 3 % answered 429, at most 80 µs of CPU an item, nothing lost and nothing applied twice.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StubSettings } from './stub/settings.ts';
import { startStub, type Stub } from './stub/start-stub.ts';

interface Figures {
  readonly ended: string;
  readonly completed: number;
  readonly failed: number;
  readonly lost: number;
  readonly seconds: number;
  readonly itemsPerSecond: number;
  readonly cpuMicrosPerItem: number;
  readonly error?: string;
}

interface Weather {
  readonly name: string;
  readonly settings?: Partial<StubSettings>;
  /** What changes, and when, in milliseconds. */
  readonly changes?: readonly (readonly [number, Partial<StubSettings>])[];
  /** The rate that the run is told. */
  readonly known?: number;
}

const items = 10_000;
const plain = { latencyMs: 20, fieldsPerSecond: 2_000, burst: 200 };
const all: readonly Weather[] = [
  { name: '2,000/s, rate known', known: 2_000 },
  { name: '2,000/s' },
  { name: 'halved after 2 s', changes: [[2_000, { fieldsPerSecond: 1_000, burst: 100 }]] },
  { name: 'doubled after 2 s', changes: [[2_000, { fieldsPerSecond: 4_000, burst: 400 }]] },
  { name: '200/s after 2 s, burst 20', changes: [[2_000, { fieldsPerSecond: 200, burst: 20 }]] },
  { name: '2 % reset after the write', settings: { resetShare: 0.02 } },
  { name: '2 % answered 503', settings: { serverErrorShare: 0.02 } },
  { name: 'an item costs 2 tokens after 2 s', changes: [[2_000, { tokensPerField: 2 }]] },
  { name: 'token refused after 2 s', changes: [[2_000, { refusedToken: 'old' }]] },
];

process.stdout.write(
  '| weather | items/s | answered 429 | CPU µs an item | lost | applied twice |\n|---|---|---|---|---|---|\n',
);
for (const weather of all) await show(weather);

async function show({ name, settings, changes = [], known }: Weather): Promise<void> {
  const stub = await startStub({ ...plain, ...settings });
  const figures = await run(stub, changes, known);
  const { requests, throttled, appliedTwice, records } = await stub.counts();
  stub.close();
  const { itemsPerSecond, cpuMicrosPerItem, lost, failed } = figures;
  const refused = `${throttled} of ${requests} (${((throttled / requests) * 100).toFixed(1)} %)`;
  process.stdout.write(
    `| ${name} | ${itemsPerSecond.toFixed(0)} | ${refused} | ${cpuMicrosPerItem.toFixed(0)} | ${lost} | ${appliedTwice} |\n`,
  );
  if (records !== items || failed > 0 || figures.ended !== 'complete') {
    throw new Error(`${name}: ${records} records, ${failed} failed, ${figures.ended} ${figures.error ?? ''}`);
  }
}

async function run(
  stub: Stub,
  changes: Weather['changes'] & object,
  known: number | undefined,
): Promise<Figures> {
  const args = [known === undefined ? 'adaptive' : 'known', stub.endpoint, String(items), String(known ?? 0)];
  const child = fork(join(import.meta.dirname, 'batch/run-batch.ts'), args);
  const ended = new AbortController();
  const changing = Promise.all(
    changes.map(async ([afterMs, settings]) => {
      await sleep(afterMs, undefined, { signal: ended.signal });
      stub.set(settings);
    }),
  ).catch(() => undefined);
  const [figures] = (await once(child, 'message')) as [Figures];
  ended.abort();
  await changing;
  return figures;
}
