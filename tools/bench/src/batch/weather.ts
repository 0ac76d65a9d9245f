import { setTimeout as sleep } from 'node:timers/promises';
import type { StubSettings } from '../stub/settings.ts';
import { startStub, type Stub } from '../stub/start-stub.ts';

/** How the server behaves during a run. */
export interface Weather {
  readonly name: string;
  readonly settings?: Partial<StubSettings>;
  /** What changes, and when, in milliseconds. */
  readonly changes?: readonly (readonly [number, Partial<StubSettings>])[];
}

/** What of a run the server saw. */
export interface Seen {
  readonly requests: number;
  readonly throttled: number;
  /** Items that were changed, and those to which it happened more than once. */
  readonly records: number;
  readonly appliedTwice: number;
}

const plain = { latencyMs: 20, fieldsPerSecond: 2_000, burst: 200 };

/** Runs something against a server in that weather, and says what the server saw of it. */
export async function inWeather<Result>(
  { settings, changes = [] }: Weather,
  run: (stub: Stub) => Promise<Result>,
): Promise<{ readonly result: Result; readonly seen: Seen }> {
  const stub = await startStub({ ...plain, ...settings });
  const ended = new AbortController();
  const changing = Promise.all(
    changes.map(async ([afterMs, changed]) => {
      await sleep(afterMs, undefined, { signal: ended.signal });
      stub.set(changed);
    }),
  ).catch(() => undefined);
  try {
    const result = await run(stub);
    return { result, seen: await stub.counts() };
  } finally {
    ended.abort();
    await changing;
    stub.close();
  }
}

/** So many of so many were refused. */
export function refusedOf({ requests, throttled }: Seen): string {
  return `${throttled} of ${requests} (${((throttled / requests) * 100).toFixed(1)} %)`;
}
