import { expect, test } from 'vitest';
import { createCircuitBreaker, type BreakerOptions, type Verdict } from './circuit-breaker.ts';

function start(options: BreakerOptions = {}) {
  const clock = { ms: 0 };
  const changes: string[] = [];
  const breaker = createCircuitBreaker({
    minimumAttempts: 4,
    now: () => clock.ms,
    onChange: ({ state }, from) => changes.push(`${from} -> ${state}`),
    ...options,
  });
  const attempt = (verdict: Verdict): boolean => {
    const leave = breaker.enter();
    leave?.(verdict);
    return leave !== undefined;
  };
  return { breaker, clock, changes, attempt };
}
const break4 = (attempt: (verdict: Verdict) => boolean) => {
  for (let index = 0; index < 4; index += 1) attempt('broken');
};

test('opens when half of enough attempts fail, and refuses from then on', () => {
  const { breaker, attempt, changes } = start();
  for (const verdict of ['alive', 'broken', 'alive', 'broken'] as const) attempt(verdict);
  expect(attempt('alive')).toBe(false);
  expect(changes).toEqual(['closed -> open']);
  expect(breaker.report()).toEqual({
    state: 'open',
    attempts: 4,
    failures: 2,
    retryAfterMs: 5_000,
    refused: 1,
  });
});

test('opens when enough attempts in a row fail, whatever got through before and however long they took', () => {
  const { breaker, attempt, clock } = start({ failuresInARow: 3 });
  for (let index = 0; index < 100; index += 1) attempt('alive');
  for (const verdict of ['broken', 'broken', 'alive', 'broken', 'nothing', 'broken'] as const) {
    attempt(verdict);
    clock.ms += 9_000;
  }
  expect(breaker.report().state).toBe('closed');
  attempt('broken');
  expect(breaker.report().state).toBe('open');
});

test('does not open on a few failures, on old ones, or on what says nothing of the server', () => {
  const { breaker, attempt, clock } = start();
  for (let index = 0; index < 3; index += 1) attempt('broken');
  for (let index = 0; index < 10; index += 1) attempt('nothing');
  expect(breaker.report()).toMatchObject({ state: 'closed', attempts: 3 });
  clock.ms = 10_001;
  expect(breaker.report().attempts).toBe(0);
  attempt('broken');
  expect(breaker.report().state).toBe('closed');
});

test('lets one probe through after a while, and closes when it succeeds', () => {
  const { breaker, attempt, clock, changes } = start();
  break4(attempt);
  clock.ms = 5_000;
  const leave = breaker.enter();
  expect(attempt('alive')).toBe(false);
  leave?.('alive');
  expect(attempt('alive')).toBe(true);
  expect(changes).toEqual(['closed -> open', 'open -> half-open', 'half-open -> closed']);
});

test('opens for twice as long each time that a probe fails, up to a limit', () => {
  const { breaker, attempt, clock } = start({ maxOpenMs: 15_000 });
  break4(attempt);
  const waits = Array.from({ length: 3 }, () => {
    clock.ms += breaker.report().retryAfterMs;
    attempt('broken');
    return breaker.report().retryAfterMs;
  });
  expect(waits).toEqual([10_000, 15_000, 15_000]);
});

test('a probe that was aborted makes room for another', () => {
  const { breaker, attempt, clock } = start();
  break4(attempt);
  clock.ms = 5_000;
  attempt('nothing');
  expect(breaker.report().state).toBe('half-open');
  expect(attempt('alive')).toBe(true);
  expect(breaker.report().state).toBe('closed');
});

test('an attempt from before it opened neither closes nor opens it again', () => {
  const { breaker, attempt, clock } = start();
  const slow = breaker.enter();
  break4(attempt);
  clock.ms = 5_000;
  const probe = breaker.enter();
  slow?.('broken');
  expect(breaker.report().state).toBe('half-open');
  probe?.('alive');
  expect(breaker.report().state).toBe('closed');
});
