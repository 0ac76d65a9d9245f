import { expect, test } from 'vitest';
import { adaptivePace } from './adaptive-pace.ts';
import type { Feedback } from './pace.ts';

const options = { maxConcurrency: 8, maxChunkSize: 24, baseHoldMs: 100, maxHoldMs: 1_000, random: () => 0 };

function at(sentAtMs: number, nowMs: number, retryAfterMs?: number): Feedback {
  return { items: 1, sentAtMs, nowMs, retryAfterMs };
}

test('begins with one request and goes up to the most that is allowed', () => {
  const pace = adaptivePace(options);
  expect(pace.concurrency).toBe(1);
  for (let index = 0; index < 20; index += 1) pace.succeeded(at(0, 1));
  expect(pace.concurrency).toBe(8);
  expect(pace.chunkSize).toBe(24);
});

test('goes down once for one overload, however many requests it refused', () => {
  const pace = adaptivePace(options);
  for (let index = 0; index < 20; index += 1) pace.succeeded(at(0, 1));
  for (let index = 0; index < 8; index += 1) pace.throttled(at(5, 10));
  expect(pace.concurrency).toBe(4);
  expect(pace.chunkSize).toBe(24);
});

test('shrinks the requests themselves when fewer of them are not enough', () => {
  const pace = adaptivePace(options);
  for (let time = 0; time < 10; time += 1) pace.throttled(at(time, time));
  expect(pace.concurrency).toBe(1);
  expect(pace.chunkSize).toBe(1);
});

test('pauses longer with each refusal in a row, up to a bound, and not at all after a success', () => {
  const pace = adaptivePace(options);
  const pauses = [0, 10_000, 20_000, 30_000, 40_000, 50_000].map((time) => {
    pace.throttled(at(time, time));
    return pace.holdUntilMs - time;
  });
  expect(pauses).toEqual([50, 100, 200, 400, 500, 500]);
  pace.succeeded(at(60_000, 60_000));
  pace.throttled(at(70_000, 70_000));
  expect(pace.holdUntilMs - 70_000).toBe(50);
});

test('keeps to what the server asks for in Retry-After', () => {
  const pace = adaptivePace(options);
  pace.throttled(at(0, 0, 3_000));
  expect(pace.holdUntilMs).toBe(3_000);
});

test('comes back up after a refusal', () => {
  const pace = adaptivePace(options);
  for (let time = 0; time < 10; time += 1) pace.throttled(at(time, time));
  for (let index = 0; index < 200; index += 1) pace.succeeded(at(100, 101));
  expect(pace.concurrency).toBe(8);
  expect(pace.chunkSize).toBe(24);
});
