import type { Pace } from '../pace/pace.ts';

/** A server behind a token bucket. */
export interface SimulatedServer {
  /** What flows into the bucket a second, at a time in milliseconds. */
  readonly rate: (atMs: number) => number;
  /** What the bucket holds. */
  readonly burst: (atMs: number) => number;
  readonly latencyMs: number;
  /** How much longer an answer takes on average; some take much longer. @defaultValue `0` */
  readonly jitterMs?: number;
  /** Share of the requests that are lost on their way. @defaultValue `0` */
  readonly loseShare?: number;
  /** What an item costs at a time, and whether the answer says so. @defaultValue 1, and it does not */
  readonly cost?: { readonly of: (atMs: number) => number; readonly isSaid: boolean };
}

/** How a simulated run went. */
export interface Simulated {
  readonly itemsPerSecond: number;
  readonly requests: number;
  readonly throttled: number;
  /** Share of the requests that were refused. */
  readonly refused: number;
}

interface Flight {
  readonly isAnswer: boolean;
  readonly atMs: number;
  readonly sentAtMs: number;
  readonly items: number;
  readonly tokens: number;
  readonly fate: 'fine' | 'refused' | 'lost';
}

const longestMs = 3_600_000;

/**
 * Sends items at a pace in simulated time, so that what a pace does can be told without waiting for it.
 *
 * @param seed - Of the chances; the same seed gives the same run.
 */
export function simulate(pace: Pace, items: number, server: SimulatedServer, seed = 1): Simulated {
  const random = chances(seed);
  const bucket = new Bucket(server);
  const { latencyMs, jitterMs = 0, loseShare = 0, cost } = server;
  const flights: Flight[] = [];
  const fly = (flight: Flight): void => {
    const at = flights.findLastIndex(({ atMs }) => atMs > flight.atMs);
    flights.splice(at + 1, 0, flight);
  };
  let [waiting, inFlight, done, requests, throttled, nowMs] = [items, 0, 0, 0, 0, 0];
  while (done < items && nowMs < longestMs) {
    // A timer fires on the next whole millisecond.
    const mayMs = waiting > 0 && inFlight < pace.concurrency ? Math.ceil(pace.holdUntilMs) : Infinity;
    const next = flights.at(-1);
    if (mayMs <= nowMs || !next || mayMs < next.atMs) {
      nowMs = Math.max(nowMs, mayMs);
      const size = Math.min(pace.chunkSize, waiting);
      waiting -= size;
      requests += 1;
      inFlight += 1;
      pace.launched(size, nowMs);
      const tokens = size * (cost?.of(nowMs) ?? 1);
      fly({
        isAnswer: false,
        atMs: nowMs + latencyMs / 2,
        sentAtMs: nowMs,
        items: size,
        tokens,
        fate: 'fine',
      });
      continue;
    }
    flights.pop();
    nowMs = next.atMs;
    if (!next.isAnswer) {
      const fate = random() < loseShare ? 'lost' : bucket.take(next.tokens, nowMs) ? 'fine' : 'refused';
      const tookMs = latencyMs / 2 - Math.log(1 - random()) * jitterMs;
      fly({ ...next, isAnswer: true, atMs: nowMs + tookMs, fate });
      continue;
    }
    inFlight -= 1;
    const tokens = cost?.isSaid && next.fate === 'fine' ? next.tokens : undefined;
    const feedback = { items: next.items, sentAtMs: next.sentAtMs, nowMs, tokens };
    if (next.fate === 'fine') {
      done += next.items;
      pace.succeeded(feedback);
      continue;
    }
    waiting += next.items;
    if (next.fate === 'lost') pace.failed(feedback);
    else pace.throttled(feedback);
    if (next.fate === 'refused') throttled += 1;
  }
  return { itemsPerSecond: (done / nowMs) * 1000, requests, throttled, refused: throttled / requests };
}

class Bucket {
  readonly #server: SimulatedServer;
  #content: number;
  #atMs = 0;

  constructor(server: SimulatedServer) {
    this.#server = server;
    this.#content = server.burst(0);
  }

  take(amount: number, atMs: number): boolean {
    const { rate, burst } = this.#server;
    const inflow = ((atMs - this.#atMs) * rate(atMs)) / 1000;
    this.#content = Math.min(burst(atMs), this.#content + inflow);
    this.#atMs = atMs;
    if (this.#content < amount) return false;
    this.#content -= amount;
    return true;
  }
}

// Mulberry32.
function chances(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
