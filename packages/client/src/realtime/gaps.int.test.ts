import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createClient, type GapEvent } from '../index.ts';
import { OnUpdateItem } from '../test-support/operations.ts';
import { startRealtime } from '../test-support/realtime-server.ts';

// A small generator, so that a failure can be repeated.
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

// Four times as fast as time, so that the two seconds before a gap are not the whole test.
const now = (): number => Math.floor(performance.now() * 4);

test.each([1, 2, 3])(
  'what is not delivered lies in a gap, however often the connection breaks (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const server = await startRealtime();
    const client = createClient({
      endpoint: server.endpoint,
      headers: () => ({ authorization: 'token' }),
      random: () => random() * 0.02,
      realtime: { now: () => new Date(now()) },
    });
    const subscription = client.subscribe(OnUpdateItem, {}, { bufferSize: 20 });
    onTestFinished(() => subscription.close());
    const seen: number[] = [];
    const gaps: GapEvent[] = [];
    const reading = (async () => {
      for await (const event of subscription) {
        if (event.type === 'gap') gaps.push(event);
        else seen.push(Number(event.data.onUpdateItem?.id));
        // A reader that is slow now and then.
        if (random() < 0.05) await wait(20);
      }
    })();
    await subscription.ready;
    const publishedAt: number[] = [];
    for (let id = 0; id < 400; id += 1) {
      publishedAt.push(now());
      server.publish({ data: { onUpdateItem: { id: String(id), name: null } } });
      if (random() < 0.03) server.drop();
      if (random() < 0.3) await wait(Math.ceil(random() * 6));
    }
    // The last break has been noticed and mended when something new arrives.
    await expect
      .poll(() => {
        publishedAt.push(now());
        server.publish({ data: { onUpdateItem: { id: String(publishedAt.length - 1), name: null } } });
        return seen.at(-1) ?? 0;
      })
      .toBeGreaterThan(400);
    subscription.close();
    await reading;

    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(new Set(seen).size).toBe(seen.length);
    const delivered = new Set(seen);
    const inGap = (at: number): boolean =>
      gaps.some(({ from, to }) => from.getTime() <= at && at <= to.getTime());
    const until = seen.at(-1) ?? 0;
    const untold = publishedAt.filter((at, id) => id < until && !delivered.has(id) && !inGap(at));
    expect(untold).toEqual([]);
    expect(gaps.length).toBeGreaterThan(0);
  },
);
