import { expect, test } from 'vitest';
import { createClient, type ClientOptions } from './index.ts';

const headers = () => ({});
const endpoint = 'https://api.example.com/graphql';

test.each<[string, object]>([
  [
    'endpoint: "localhost:4000/graphql" begins with neither https:// nor http://.',
    { endpoint: 'localhost:4000/graphql' },
  ],
  ['endpoint: "/graphql" is not a URL.', { endpoint: '/graphql' }],
  [
    'headers: expected a function that gives them, such as () => ({ authorization }).',
    { headers: { a: 'b' } },
  ],
  ['timeoutMs: 0 is no number above zero.', { timeoutMs: 0 }],
  ['attemptTimeoutMs: NaN is no number above zero.', { attemptTimeoutMs: Number.NaN }],
  ['retry.maxAttempts: 0 is no number from one up.', { retry: { maxAttempts: 0 } }],
  ['retry.baseDelayMs: -1 is no number from zero up.', { retry: { baseDelayMs: -1 } }],
  ['realtime.startTimeoutMs: -1 is no number above zero.', { realtime: { startTimeoutMs: -1 } }],
  ['realtime.maxDelayMs: NaN is no number from zero up.', { realtime: { maxDelayMs: Number.NaN } }],
])('says what is wrong with what a client is made with: %s', (message, wrong) => {
  const options = { endpoint, headers, ...wrong } as ClientOptions;
  expect(() => createClient(options)).toThrow(new TypeError(message));
});

test('takes Infinity for a time without end', () => {
  createClient({ endpoint, headers, timeoutMs: Infinity, attemptTimeoutMs: Infinity });
});
