import { describe, expect, test } from 'vitest';
import { simulate, type SimulatedServer } from '../test-support/simulated-server.ts';
import { adaptivePace } from './adaptive-pace.ts';

// Servers near and far, slow and fast, with small and large buckets, all unknown to the pace: a run of a minute's work or so
// neither crawls nor storms. Answers take a twentieth longer on average, some much longer.
const latencies = [5, 20, 80, 200];
const rates = [50, 200, 1_000, 5_000, 20_000];
// As a share of what flows in within a second.
const bursts = [0.02, 0.1, 1, 4];

const perRequest = 25;
const inFlight = 16;

describe.each(latencies)('%d ms away', (latencyMs) => {
  describe.each(rates)('%d items a second', (rate) => {
    test.each(bursts)('burst of %d s', (share) => {
      const burst = Math.max(1, Math.min(5_000, rate * share));
      const jitterMs = latencyMs / 20;
      const server: SimulatedServer = { rate: () => rate, burst: () => burst, latencyMs, jitterMs };
      const items = Math.min(60_000, rate * 60);
      const pace = adaptivePace({ random: () => 0.5 });
      const { itemsPerSecond, throttled, requests } = simulate(pace, items, server);
      const most = Math.min(rate, mostThrough(burst, latencyMs + jitterMs));
      expect(itemsPerSecond / most).toBeGreaterThan(leastShare(burst, rate, jitterMs));
      // One volley at the first overload, and a few while the size of requests is found; then about one in fifty.
      expect(throttled).toBeLessThanOrEqual(inFlight + 8 + 0.035 * requests);
    });
  });
});

// What the requests that may be in flight carry.
function mostThrough(burst: number, tookMs: number): number {
  return (Math.min(perRequest, burst) * inFlight * 1000) / tookMs;
}

// A bucket that is full again before the next request can come by is emptied in part only.
function leastShare(burst: number, rate: number, jitterMs: number): number {
  const slackMs = (burst / rate) * 1000;
  if (burst < 2 * perRequest || slackMs < 4 * jitterMs) return 0.5;
  return 0.85;
}
