import type { Pace } from '../pace/pace.ts';

/** A server behind a token bucket. */
export interface SimulatedServer {
  /** Items a second that flow into the bucket, at a time in milliseconds. */
  readonly rate: (atMs: number) => number;
  /** Items that the bucket holds. */
  readonly burst: (atMs: number) => number;
  readonly latencyMs: number;
  /** Every so many requests, one is lost. @defaultValue none */
  readonly loseEvery?: number;
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
  readonly dueMs: number;
  readonly sentAtMs: number;
  readonly items: number;
  readonly fate: 'fine' | 'refused' | 'lost';
}

const tickMs = 0.5;
const longestMs = 300_000;

/** Sends items at a pace in simulated time, so that what a pace does can be told without waiting for it. */
export function simulate(pace: Pace, items: number, server: SimulatedServer): Simulated {
  const bucket = new Bucket(server);
  let flights: Flight[] = [];
  let waiting = items;
  let done = 0;
  let requests = 0;
  let throttled = 0;
  let nowMs = 0;
  for (; done < items && nowMs < longestMs; nowMs += tickMs) {
    const due = flights.filter(({ dueMs }) => dueMs <= nowMs);
    flights = flights.filter(({ dueMs }) => dueMs > nowMs);
    for (const flight of due) {
      const feedback = { items: flight.items, sentAtMs: flight.sentAtMs, nowMs };
      if (flight.fate === 'fine') {
        done += flight.items;
        pace.succeeded(feedback);
        continue;
      }
      waiting += flight.items;
      if (flight.fate === 'lost') pace.failed(feedback);
      else pace.throttled(feedback);
      if (flight.fate === 'refused') throttled += 1;
    }
    // A timer fires on the next whole millisecond.
    while (waiting > 0 && flights.length < pace.concurrency && Math.ceil(pace.holdUntilMs) <= nowMs) {
      const size = Math.min(pace.chunkSize, waiting);
      waiting -= size;
      requests += 1;
      pace.launched(size, nowMs);
      const isLost = server.loseEvery !== undefined && requests % server.loseEvery === 0;
      const fate = isLost ? 'lost' : bucket.take(size, nowMs + server.latencyMs / 2) ? 'fine' : 'refused';
      flights.push({ dueMs: nowMs + server.latencyMs, sentAtMs: nowMs, items: size, fate });
    }
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

  take(items: number, atMs: number): boolean {
    const { rate, burst } = this.#server;
    const inflow = ((atMs - this.#atMs) * rate(atMs)) / 1000;
    this.#content = Math.min(burst(atMs), this.#content + inflow);
    this.#atMs = atMs;
    if (this.#content < items) return false;
    this.#content -= items;
    return true;
  }
}
