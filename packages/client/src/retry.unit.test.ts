import { expect, test } from 'vitest';
import {
  CircuitOpenError,
  GraphQLCallError,
  HttpStatusError,
  NetworkError,
  ThrottledError,
  UnauthorizedError,
} from './errors.ts';
import { retryDelayMs, type RetryState } from './retry.ts';

const about = { operationName: 'GetItem' };
const policy = { maxAttempts: 5, baseDelayMs: 100, maxDelayMs: 1000 };
const decide = (error: unknown, state: Partial<RetryState> = {}): number | undefined =>
  retryDelayMs({
    error,
    attempt: 1,
    repeatable: true,
    refreshed: false,
    remainingMs: 60_000,
    policy,
    random: () => 0.5,
    withdraw: () => true,
    ...state,
  });

test('doubles the ceiling of the pause up to the maximum', () => {
  const throttled = new ThrottledError('', about);
  expect([1, 2, 3, 4].map((attempt) => decide(throttled, { attempt }))).toEqual([50, 100, 200, 400]);
  expect(decide(throttled, { attempt: 8, policy: { ...policy, maxAttempts: 9 } })).toBe(500);
});

test("never waits less than the server's Retry-After", () => {
  expect(decide(new ThrottledError('', { ...about, retryAfterMs: 3000 }))).toBe(3000);
  expect(decide(new HttpStatusError('', { ...about, status: 503, retryAfterMs: 3000 }))).toBe(3000);
});

test('stops at the last attempt', () => {
  expect(decide(new ThrottledError('', about), { attempt: 5 })).toBeUndefined();
});

test('asks for a fresh token once', () => {
  const refused = new UnauthorizedError('', about);
  expect(decide(refused)).toBe(0);
  expect(decide(refused, { refreshed: true })).toBeUndefined();
});

test('repeats an unrepeatable call only where the server cannot have seen it', () => {
  const lost = (mayHaveArrived: boolean) => new NetworkError('', { ...about, mayHaveArrived });
  expect(decide(lost(false), { repeatable: false })).toBe(50);
  expect(decide(lost(true), { repeatable: false })).toBeUndefined();
  expect(decide(new HttpStatusError('', { ...about, status: 503 }), { repeatable: false })).toBeUndefined();
});

test('does not repeat what the server will refuse again, nor unknown errors', () => {
  expect(decide(new HttpStatusError('', { ...about, status: 400 }))).toBeUndefined();
  expect(decide(new Error('a bug'))).toBeUndefined();
});

test('does not begin a pause that would outlast the call', () => {
  const throttled = new ThrottledError('', { ...about, retryAfterMs: 3000 });
  expect(decide(throttled, { remainingMs: 2999 })).toBeUndefined();
});

test('repeats what failed for a passing reason, where repeating is safe', () => {
  const busy = new GraphQLCallError('', { ...about, errors: [], passing: true });
  expect(decide(busy)).toBe(50);
  expect(decide(busy, { repeatable: false })).toBeUndefined();
  expect(decide(new GraphQLCallError('', { ...about, errors: [] }))).toBeUndefined();
});

test('does not repeat what a server in trouble failed at when the budget is spent', () => {
  const spent = { withdraw: () => false };
  expect(decide(new HttpStatusError('', { ...about, status: 503 }), spent)).toBeUndefined();
  expect(decide(new NetworkError('', { ...about, mayHaveArrived: false }), spent)).toBeUndefined();
  // A server that refuses or throttles is well.
  expect(decide(new UnauthorizedError('', about), spent)).toBe(0);
  expect(decide(new ThrottledError('', about), spent)).toBe(50);
});

test('leaves it to the circuit breaker when to ask again', () => {
  expect(decide(new CircuitOpenError('', { ...about, retryAfterMs: 10 }))).toBeUndefined();
});

test('takes nothing out of the budget for what is not repeated', () => {
  let withdrawn = 0;
  const withdraw = () => (withdrawn += 1) > 0;
  decide(new HttpStatusError('', { ...about, status: 400 }), { withdraw });
  decide(new HttpStatusError('', { ...about, status: 503 }), { withdraw, remainingMs: 1 });
  expect(withdrawn).toBe(0);
});
