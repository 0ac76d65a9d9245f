import type { Probed } from './probed.ts';

/** What came of a number of calls. */
export interface Load {
  readonly perSecond: number;
  /** Of the server's process. */
  readonly cpuMicrosEach: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Makes calls, a number of them at any time, and looks at what the server spends on them. */
export async function load(
  server: Pick<Probed, 'usage'>,
  { calls, inFlight }: { readonly calls: number; readonly inFlight: number },
  call: (index: number) => Promise<void>,
): Promise<Load> {
  const times = new Float64Array(calls);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < calls) {
      const index = next;
      next += 1;
      const startedAtMs = performance.now();
      await call(index);
      times[index] = performance.now() - startedAtMs;
    }
  };
  const before = await server.usage();
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - startedAtMs) / 1000;
  const after = await server.usage();
  times.sort();
  const at = (share: number): number => times[Math.floor(share * (calls - 1))] ?? Number.NaN;
  return {
    perSecond: calls / seconds,
    cpuMicrosEach: (after.cpuMicros - before.cpuMicros) / calls,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}
