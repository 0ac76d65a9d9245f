import { describe, expect, test } from 'vitest';
import { simulate, type SimulatedServer } from '../test-support/simulated-server.ts';
import { adaptivePace, type AdaptivePaceOptions } from './adaptive-pace.ts';
import type { Feedback, Pace } from './pace.ts';

function at(sentAtMs: number, nowMs: number, retryAfterMs?: number): Feedback {
  return { items: 24, sentAtMs, nowMs, retryAfterMs };
}

test('begins with one request, and goes up with each answer to the most that is allowed', () => {
  const pace = adaptivePace({ maxConcurrency: 8, maxChunkSize: 24 });
  expect(pace.concurrency).toBe(1);
  for (let index = 0; index < 100; index += 1) pace.succeeded(at(index, index + 10));
  expect(pace.concurrency).toBe(8);
  expect(pace.chunkSize).toBe(24);
});

test('goes up no further where requests only wait for each other', () => {
  const pace = adaptivePace();
  for (let index = 0; index < 40; index += 1) pace.succeeded(at(0, 10));
  const before = pace.concurrency;
  expect(before).toBeGreaterThan(4);
  for (let index = 0; index < 100; index += 1) pace.succeeded(at(0, 80));
  expect(pace.concurrency).toBe(before);
});

test('keeps to what the server asks for in Retry-After', () => {
  const pace = adaptivePace();
  pace.throttled(at(0, 10, 3_000));
  expect(pace.holdUntilMs).toBe(3_010);
});

test('a lost request does not slow it down, several in a row do', () => {
  const pace = adaptivePace({ random: () => 0, baseHoldMs: 100 });
  for (let index = 0; index < 100; index += 1) pace.succeeded(at(index, index + 10));
  const before = pace.concurrency;
  pace.failed(at(200, 210));
  pace.failed(at(201, 211));
  expect([pace.concurrency, pace.holdUntilMs]).toEqual([before, Number.NEGATIVE_INFINITY]);
  pace.failed(at(202, 212));
  expect(pace.concurrency).toBeLessThan(before);
  expect(pace.holdUntilMs).toBe(262);
});

test('pauses longer while the server stays in trouble, up to a bound', () => {
  const pace = adaptivePace({ random: () => 0, baseHoldMs: 100, maxHoldMs: 1_000 });
  const pauses = Array.from({ length: 8 }, (_, index) => {
    pace.failed(at(index * 10_000, index * 10_000));
    return pace.holdUntilMs - index * 10_000;
  });
  expect(pauses.slice(2)).toEqual([50, 100, 200, 400, 500, 500]);
});

test('shrinks requests of which none gets through, and tries larger ones again later', () => {
  const pace = adaptivePace({ maxChunkSize: 24 });
  for (let time = 0; time < 5; time += 1)
    pace.throttled({ items: pace.chunkSize, sentAtMs: time, nowMs: time });
  expect(pace.chunkSize).toBeLessThan(3);
  const succeed = (nowMs: number): void =>
    pace.succeeded({ items: pace.chunkSize, sentAtMs: nowMs - 1, nowMs });
  for (let time = 0; time < 100; time += 1) succeed(10 + time);
  expect(pace.chunkSize).toBeLessThan(3);
  for (let time = 0; time < 100; time += 1) succeed(200_000 + time);
  expect(pace.chunkSize).toBe(24);
});

test('never sends faster than the ceiling', () => {
  const { itemsPerSecond, throttled } = simulate(adaptivePace({ maxRate: 500 }), 5_000, bucket(2_000, 200));
  expect(throttled).toBe(0);
  expect(itemsPerSecond).toBeLessThanOrEqual(505);
  expect(itemsPerSecond).toBeGreaterThan(490);
});

// In simulated time, and of several runs the one in the middle: how much of what a token bucket gives is used, and how many
// requests are refused on the way.
describe('uses what a token bucket gives', () => {
  const items = 10_000;
  const step = (before: number, after: number, holds = 0.1): SimulatedServer => ({
    rate: (ms) => (ms < 2_000 ? before : after),
    burst: (ms) => (ms < 2_000 ? before : after) * holds,
    latencyMs: 20,
    jitterMs: 1,
  });
  const cases: [string, SimulatedServer, share: number, refused: number][] = [
    ['2,000/s, burst 200', bucket(2_000, 200), 0.97, 0.03],
    ['2,000/s, burst 2,000', bucket(2_000, 2_000), 0.98, 0.035],
    ['2,000/s, burst 200, 2 ms away', bucket(2_000, 200, 2), 0.98, 0.03],
    ['2,000/s, burst 200, 100 ms away', bucket(2_000, 200, 100), 0.8, 0.04],
    ['2,000/s, burst 50', bucket(2_000, 50), 0.9, 0.03],
    ['500/s, burst 200', bucket(500, 200), 0.98, 0.03],
    ['one in fifty requests is lost', { ...bucket(2_000, 200), loseShare: 0.02 }, 0.96, 0.03],
    ['halved in mid-run', step(2_000, 1_000), 0.96, 0.03],
    ['doubled in mid-run', step(2_000, 4_000), 0.9, 0.03],
    ['fallen to a tenth, and below the size of a request', step(2_000, 200), 0.85, 0.035],
  ];
  test.each(cases)('%s', (_, server, share, refused) => {
    const runs = [1, 2, 3, 4, 5, 6, 7].map((seed) => simulate(quietPace(), items, server, seed));
    expect(middle(runs.map(({ itemsPerSecond }) => itemsPerSecond / most(server, items)))).toBeGreaterThan(
      share,
    );
    expect(middle(runs.map((run) => run.refused))).toBeLessThan(refused);
  });

  test('as well as when it is told the rate', () => {
    const told = simulate(adaptivePace({ maxRate: 2_000 }), items, bucket(2_000, 200));
    const found = simulate(quietPace(), items, bucket(2_000, 200));
    expect(found.itemsPerSecond / told.itemsPerSecond).toBeGreaterThan(0.98);
  });
});

describe('tokens that the server tells of', () => {
  // A bucket of 2,000 tokens/s; items cost 1 and 5 by turns.
  const mixed = (isSaid: boolean): SimulatedServer => ({
    ...bucket(2_000, 500),
    cost: { of: (ms) => (ms % 1_000 < 500 ? 1 : 5), isSaid },
  });
  const rates = (server: SimulatedServer): number[] =>
    [1, 2, 3, 4, 5].map((seed) => simulate(quietPace(), 6_000, server, seed).itemsPerSecond);

  test('let it follow items of different cost', () => {
    expect(middle(rates(mixed(true)))).toBeGreaterThan(1.5 * middle(rates(mixed(false))));
  });

  test('change nothing where all items cost the same', () => {
    const even = { ...bucket(2_000, 500), cost: { of: () => 5, isSaid: true } };
    const most = 6_000 / ((6_000 * 5 - 500) / 2_000);
    expect(middle(rates(even)) / most).toBeGreaterThan(0.96);
  });

  test('tells kinds of requests apart', () => {
    const pace = quietPace();
    const answer = (kind: string, tokens: number, sentAtMs: number): void => {
      pace.launched(25, sentAtMs, kind);
      pace.succeeded({ items: 25, sentAtMs, nowMs: sentAtMs + 20, kind, tokens });
    };
    for (let time = 0; time < 1_000; time += 40) {
      answer('cheap', 25, time);
      answer('dear', 125, time + 20);
    }
    pace.throttled({ items: 25, sentAtMs: 1_040, nowMs: 1_060, kind: 'cheap' });
    const pauseAfter = (kind: string): number => {
      const sentAtMs = pace.holdUntilMs + 1_000;
      pace.launched(25, sentAtMs, kind);
      pace.launched(25, sentAtMs, kind);
      return pace.holdUntilMs - sentAtMs;
    };
    expect(pauseAfter('dear') / pauseAfter('cheap')).toBeCloseTo(5, 1);
  });
});

function quietPace(options: AdaptivePaceOptions = {}): Pace {
  return adaptivePace({ random: () => 0.5, ...options });
}

function bucket(rate: number, burst: number, latencyMs = 20): SimulatedServer {
  return { rate: () => rate, burst: () => burst, latencyMs, jitterMs: latencyMs / 20 };
}

// Items a second that a bucket gives at most, full at the beginning.
function most(server: SimulatedServer, items: number): number {
  let given = server.burst(0);
  let ms = 0;
  for (; given < items; ms += 1) given += server.rate(ms) / 1000;
  return (items / Math.max(1, ms)) * 1000;
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
