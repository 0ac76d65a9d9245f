import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLClient } from 'graphql-request';
import { aliased } from './aliased.ts';
import { isThrottled } from './change-one.ts';
import type { Peer } from './peer.ts';

const perRequest = 25;
const inFlight = 8;
const retries = 8;

/**
 * 25 aliases a request, eight at a time, at a rate that goes up by 25 items/s for each request that gets through and is halved
 * when one is refused.
 */
export const aimd: Peer = ({ endpoint, ids }) => run(endpoint, ids, { perSecond: 500, isKnown: false });

/** The same at the rate that the server is known to allow. */
export const knownRate =
  (perSecond: number): Peer =>
  ({ endpoint, ids }) =>
    run(endpoint, ids, { perSecond, isKnown: true });

interface Rate {
  perSecond: number;
  readonly isKnown: boolean;
}

async function run(endpoint: string, ids: readonly string[], rate: Rate): Promise<void> {
  const client = new GraphQLClient(endpoint);
  const queue = ids.values();
  let nextMs = performance.now();
  let cutAtMs = 0;
  const send = async (chunk: readonly string[]): Promise<void> => {
    const { text, variables } = aliased(chunk);
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      const waitMs = nextMs - performance.now();
      nextMs = Math.max(nextMs, performance.now()) + (chunk.length / rate.perSecond) * 1000;
      if (waitMs > 0) await sleep(waitMs);
      const sentAtMs = performance.now();
      try {
        await client.request(text, variables, { authorization: 'a token' });
        if (!rate.isKnown) rate.perSecond += 25;
        return;
      } catch (error) {
        if (isThrottled(error) && !rate.isKnown && sentAtMs > cutAtMs) {
          cutAtMs = performance.now();
          rate.perSecond /= 2;
        }
        await sleep(20 * 2 ** attempt * Math.random());
      }
    }
  };
  const worker = async (): Promise<void> => {
    for (let chunk = take(queue); chunk.length > 0; chunk = take(queue)) await send(chunk);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

function take(queue: Iterator<string>): string[] {
  const chunk: string[] = [];
  while (chunk.length < perRequest) {
    const next = queue.next();
    if (next.done) break;
    chunk.push(next.value);
  }
  return chunk;
}
