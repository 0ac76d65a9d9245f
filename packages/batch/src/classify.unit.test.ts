import {
  AbortedError,
  CircuitOpenError,
  GraphQLCallError,
  HttpStatusError,
  NetworkError,
  ThrottledError,
  TimeoutError,
  UnauthorizedError,
} from '@postern/client';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import { QueueError } from './errors.ts';
import { UnansweredError } from './within.ts';

const about = { operationName: 'UpdateItem' };
const nothing = (): undefined => undefined;

test.each([
  [
    'a request that a circuit breaker kept back is no item’s fault',
    new CircuitOpenError('', { ...about, retryAfterMs: 700 }),
    { kind: 'trouble', neverSent: true, retryAfterMs: 700 },
  ],
  [
    'nor is a server that cannot be reached',
    new NetworkError('', { ...about, mayHaveArrived: false }),
    { kind: 'trouble', neverSent: true },
  ],
  [
    'nor a time that was over before anything was sent',
    new TimeoutError('', { ...about, mayHaveArrived: false }),
    { kind: 'trouble', neverSent: true },
  ],
  [
    'a broken connection may be',
    new NetworkError('', { ...about, mayHaveArrived: true }),
    { kind: 'trouble', neverSent: false },
  ],
  ['so may silence', new TimeoutError('', about), { kind: 'trouble', neverSent: false }],
  ['and a hanging process', new UnansweredError(''), { kind: 'trouble' }],
  [
    'a certificate that is not trusted ends the run',
    new NetworkError('', { ...about, mayHaveArrived: false, permanent: true }),
    { kind: 'fatal' },
  ],
  [
    'a server in trouble says when to come again',
    new HttpStatusError('', { ...about, status: 503, retryAfterMs: 2_000 }),
    { kind: 'trouble', retryAfterMs: 2_000 },
  ],
  [
    'a page of a proxy is no item’s fault',
    new HttpStatusError('', { ...about, status: 200 }),
    { kind: 'trouble' },
  ],
  ['nor an address that is wrong', new HttpStatusError('', { ...about, status: 404 }), { kind: 'trouble' }],
  [
    'a request that is too large is halved',
    new HttpStatusError('', { ...about, status: 413 }),
    { kind: 'poison' },
  ],
  ['HTTP 429 is throttling', new ThrottledError('', about), { kind: 'throttled' }],
  [
    'so is a table that is',
    new GraphQLCallError('', { ...about, errors: [], passing: true }),
    { kind: 'throttled' },
  ],
  [
    'other GraphQL errors are an item’s',
    new GraphQLCallError('', { ...about, errors: [] }),
    { kind: 'poison' },
  ],
  ['a refused caller ends the run', new UnauthorizedError('', about), { kind: 'fatal' }],
  ['a queue that does not answer does as well', new QueueError(''), { kind: 'fatal' }],
  ['a stopped run is no failure', new AbortedError('', about), { kind: 'aborted' }],
  ['what else is thrown is an item’s', new TypeError('odd'), { kind: 'poison' }],
])('%s', (_, error, failure) => {
  expect(classify(error, nothing)).toEqual(failure);
});

test('the caller’s word comes first', () => {
  expect(classify(new TypeError('odd'), () => ({ kind: 'fatal' }))).toEqual({ kind: 'fatal' });
});
