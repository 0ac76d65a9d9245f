import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';
import { TokenKeeper } from './token-keeper.ts';
import { memoryStore, type TokenStore } from './token-store.ts';
import type { Tokens } from './tokens.ts';

const key = { userPoolId: 'p', clientId: 'c', username: 'ann' };
const hour = 3_600_000;
const step = fc.oneof(
  fc.constant({ what: 'call' } as const),
  fc.constant({ what: 'refuse' } as const),
  fc.constant({ what: 'answer' } as const),
  fc.constant({ what: 'fail' } as const),
  fc.constant({ what: 'sign out' } as const),
  fc.record({ what: fc.constant('wait' as const), ms: fc.integer({ min: 1_000, max: 2 * hour }) }),
);

// Two processes share a store that anybody may write at any time, and answers come whenever they like.
test('however calls, refusals, slow answers and time mix: one renewal at a time, never back to an older token', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 30 }), async (scheduler, steps) => {
      let now = hour;
      let made = 0;
      let failing = false;
      let backwards = 0;
      const kept = memoryStore();
      // A lock that is lost as soon as it is taken.
      const store: TokenStore = {
        ...kept,
        read: async (of) => {
          await scheduler.schedule(Promise.resolve(), 'read');
          return kept.read(of);
        },
        write: async (of, tokens) => {
          const last = await kept.read(of);
          if (last && last.expiresAt - 60_000 > now && last.issuedAt > tokens.issuedAt) backwards += 1;
          await kept.write(of, tokens);
        },
        exclusively: (_, work) => work(),
      };
      const processes = [0, 1].map(() => {
        let underWay = 0;
        let most = 0;
        const make = async (): Promise<Tokens> => {
          most = Math.max(most, (underWay += 1));
          // The server makes them at once; it is the way back that is slow.
          const issuedAt = now;
          try {
            await scheduler.schedule(Promise.resolve(), 'answer');
            if (failing) throw new AuthError('network', 'Cannot reach Cognito.');
            const name = `t${(made += 1)}`;
            return {
              ...{ accessToken: name, idToken: name, refreshToken: 'r' },
              ...{ issuedAt, expiresAt: issuedAt + hour },
            };
          } finally {
            underWay -= 1;
          }
        };
        const keeper = new TokenKeeper({
          ...{ store, key, clock: new ServerClock(() => now), renewAheadMs: 60_000 },
          ...{ choose: ({ accessToken }) => accessToken, refresh: make, signIn: make },
        });
        return { keeper, most: () => most, got: [] as Tokens[] };
      });
      const calls: Promise<unknown>[] = [];
      for (const [index, { what, ...rest }] of steps.entries()) {
        const process = processes[index % 2]!;
        const call = (refused?: string): void => {
          calls.push(
            process.keeper.get(refused).then(
              (tokens) => process.got.push(tokens),
              (error: unknown) => expect(error).toBeInstanceOf(AuthError),
            ),
          );
        };
        failing = what === 'fail' || (failing && what !== 'answer');
        if (what === 'call') call();
        else if (what === 'refuse') call(process.got.at(-1)?.accessToken);
        else if (what === 'sign out') calls.push(process.keeper.forget());
        else if ('ms' in rest) now += rest.ms;
        else if (scheduler.count() > 0) await scheduler.waitNext(1);
        await new Promise(setImmediate);
      }
      failing = false;
      await scheduler.waitIdle();
      await Promise.all(calls);
      expect(backwards).toBe(0);
      for (const { most, got } of processes) {
        expect(most()).toBeLessThanOrEqual(1);
        const issued = got.map(({ issuedAt }) => issuedAt);
        expect(issued).toEqual(issued.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 300 },
  );
});
