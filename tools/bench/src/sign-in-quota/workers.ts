import type { Cognito } from './cognito.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Where a thousand workers start. */
export interface World {
  readonly time: VirtualTime;
  readonly cognito: Cognito;
  readonly random: () => number;
  /** Calls of the shared token store. */
  storeCalls: number;
}

/** How a worker comes by its first token; it has one when the promise is kept. */
export type Start = (world: World) => Promise<void>;

// The AWS SDK's: three attempts, a random part of 500 ms, 1 s after a throttled one.
async function withSdk({ time, cognito, random }: World): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    if (await cognito.signIn(cognito.workers)) return true;
    if (attempt === 2) return false;
    await time.sleep(random() * 500 * 2 ** attempt);
  }
}

/** A container that ends when it cannot sign in, and is started again after ten to thirty seconds. */
export const container: Start = async (world) => {
  while (!(await withSdk(world))) await world.time.sleep(10_000 + world.random() * 20_000);
};

/** A Lambda function, or a worker of ours that is at work: it goes on trying, with pauses of up to five seconds. */
export const lambda: Start = async (world) => {
  for (let tries = 0; !(await withSdk(world)); tries += 1) {
    await world.time.sleep(Math.min(5_000, 500 * 2 ** tries) * (0.5 + world.random() / 2));
  }
};

/** Without any retry of a client library, a second apart: what a loop in a shell does. */
export const loop: Start = async ({ time, cognito }) => {
  while (!(await cognito.signIn(cognito.workers))) await time.sleep(1_000);
};

const storeRoundTripMs = 15;
const pollMs = 1_000;

/**
 * Workers that share a token store, step by step as `TokenKeeper` and `secretsManagerStore` of `@postern/auth` do it: read; if
 * there is nothing, take the lease; who has it signs in and writes, the others look again every half to one and a half seconds.
 */
export function sharing(): Start {
  let hasTokens = false;
  let leased = false;
  const call = async (world: World): Promise<void> => {
    world.storeCalls += 1;
    await world.time.sleep(storeRoundTripMs);
  };
  return async (world) => {
    await call(world);
    if (hasTokens) return;
    await call(world);
    const first = !leased;
    leased = true;
    if (first) {
      // The lease of the time that follows.
      await call(world);
      await lambda(world);
      await call(world);
      hasTokens = true;
      return;
    }
    await call(world);
    while (!hasTokens) {
      await world.time.sleep(pollMs * (0.5 + world.random()));
      await call(world);
    }
    // Once more, now that it is its turn.
    await call(world);
  };
}
