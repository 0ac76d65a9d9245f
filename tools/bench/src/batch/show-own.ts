import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inWeather, refusedOf, type Weather } from './weather.ts';

interface Figures {
  readonly ended: string;
  readonly completed: number;
  readonly failed: number;
  readonly lost: number;
  readonly itemsPerSecond: number;
  readonly cpuMicrosPerItem: number;
  readonly error?: string;
}

/**
 * Runs the engine once and returns the cells of its row.
 *
 * @param known - The rate that it is told, in items a second.
 * @throws Error when an item was not changed, or not accounted for.
 */
export async function showOwn(weather: Weather, items: number, known?: number): Promise<string[]> {
  const { result, seen } = await inWeather(weather, async ({ endpoint }) => {
    const args = [known === undefined ? 'adaptive' : 'known', endpoint, String(items), String(known ?? 0)];
    const child = fork(join(import.meta.dirname, 'run-batch.ts'), args);
    const [figures] = (await once(child, 'message')) as [Figures];
    return figures;
  });
  const { itemsPerSecond, cpuMicrosPerItem, lost, failed, ended, error = '' } = result;
  if (seen.records !== items || failed > 0 || ended !== 'complete') {
    throw new Error(`${weather.name}: ${seen.records} records, ${failed} failed, ${ended} ${error}`);
  }
  const counts = [refusedOf(seen), cpuMicrosPerItem.toFixed(0), String(lost), String(seen.appliedTwice)];
  return [itemsPerSecond.toFixed(0), ...counts];
}
