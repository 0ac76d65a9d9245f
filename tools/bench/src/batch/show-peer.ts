import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PeerOrder } from './run-peer.ts';
import { inWeather, refusedOf, type Weather } from './weather.ts';

// A call that never ends keeps some of them waiting for minutes.
const longestSeconds = 45;

interface Figures {
  readonly seconds: number;
  readonly cpuMicrosPerItem: number;
}

/** Runs a peer once and returns the cells of its row; what it gave up, or did not come to in 45 s, counts as lost. */
export async function showPeer(weather: Weather, order: Omit<PeerOrder, 'endpoint'>): Promise<string[]> {
  const { result, seen } = await inWeather(weather, ({ endpoint }) => run({ ...order, endpoint }));
  const rate = seen.records / (result?.seconds ?? longestSeconds);
  return [
    rate.toFixed(rate < 100 ? 1 : 0),
    refusedOf(seen),
    result?.cpuMicrosPerItem.toFixed(0) ?? `ended after ${longestSeconds} s`,
    String(order.count - seen.records),
    String(seen.appliedTwice),
  ];
}

async function run(order: PeerOrder): Promise<Figures | undefined> {
  const child = fork(join(import.meta.dirname, 'run-peer.ts'), [JSON.stringify(order)]);
  const told = once(child, 'message', { signal: AbortSignal.timeout(longestSeconds * 1000) });
  const failed = once(child, 'exit').then(([code]) => {
    if (code !== 0 && code !== null) throw new Error(`${order.name} ended with ${code}.`);
  });
  failed.catch(() => undefined);
  try {
    return ((await Promise.race([told, failed.then(() => told)])) as [Figures])[0];
  } catch (error) {
    child.kill('SIGKILL');
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  }
}
