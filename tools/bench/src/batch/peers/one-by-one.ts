import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import pMap from 'p-map';
import pRetry from 'p-retry';
import { changeOne } from './change-one.ts';
import type { Peer } from './peer.ts';

// How often a peer tries an item before it gives it up; the pauses are the ones that people write.
const retries = 5;

/** Chunks of 50 items at once, five chunks at a time, and 2^n seconds after what went wrong. */
export const chunks: Peer = async ({ endpoint, ids }) => {
  const change = changeOne(endpoint);
  const patiently = async (id: string): Promise<void> => {
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      try {
        return await change(id);
      } catch {
        await sleep(1_000 * 2 ** attempt);
      }
    }
  };
  const all = Array.from({ length: Math.ceil(ids.length / 50) }, (_, at) => ids.slice(at * 50, at * 50 + 50));
  for (let at = 0; at < all.length; at += 5) {
    await Promise.all(all.slice(at, at + 5).map((chunk) => Promise.all(chunk.map(patiently))));
  }
};

/** p-map with 64 at a time, each by p-retry. */
export const mapAndRetry: Peer = async ({ endpoint, ids }) => {
  const change = changeOne(endpoint);
  const options = { retries, minTimeout: 100, factor: 2, randomize: true };
  await pMap(ids, (id) => pRetry(() => change(id), options).catch(() => undefined), { concurrency: 64 });
};

/** p-limit with 128 at a time, full jitter from 50 ms on. */
export const limitAndJitter: Peer = async ({ endpoint, ids }) => {
  const change = changeOne(endpoint);
  const limit = pLimit(128);
  const jittered = async (id: string): Promise<void> => {
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      try {
        return await change(id);
      } catch {
        await sleep(Math.random() * 50 * 2 ** attempt);
      }
    }
  };
  await Promise.all(ids.map((id) => limit(() => jittered(id))));
};
