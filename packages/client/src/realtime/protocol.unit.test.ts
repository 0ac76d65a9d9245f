import { expect, test } from 'vitest';
import { errorsOf, readMessage, subprotocols } from './protocol.ts';
import { realtimeUrl } from './realtime-url.ts';

test.each([
  [
    'https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-central-1.amazonaws.com/graphql',
    'wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.eu-central-1.amazonaws.com/graphql',
  ],
  ['https://api.example.com/graphql', 'wss://api.example.com/graphql/realtime'],
  ['http://127.0.0.1:4000/graphql', 'ws://127.0.0.1:4000/graphql/realtime'],
])('finds the real-time side of %s', (endpoint, expected) => {
  expect(realtimeUrl(endpoint)).toBe(expected);
});

test('sends headers in a subprotocol, which is no place for base64 of the ordinary kind', () => {
  const [name, header = ''] = subprotocols({ Authorization: '>>>???~~~ü', host: 'h' });
  expect(name).toBe('graphql-ws');
  expect(header).toMatch(/^header-[\w-]+$/);
  const decoded = Buffer.from(header.slice('header-'.length), 'base64url').toString();
  expect(JSON.parse(decoded)).toEqual({ Authorization: '>>>???~~~ü', host: 'h' });
});

test('reads errors in each of the shapes in which they come', () => {
  const entry = { errorType: 'LimitExceededError', message: 'slow' };
  const of = (payload: object) => errorsOf({ type: 'error', payload });
  expect(of({ errors: [entry] })).toEqual([entry]);
  expect(of({ errors: entry })).toEqual([entry]);
  expect(of({ errorType: 'MaxSubscriptionsReachedException' })).toMatchObject([
    { message: 'MaxSubscriptionsReachedException' },
  ]);
  expect(errorsOf({ type: 'error' })).toEqual([]);
});

test('takes what is no message for none', () => {
  expect([readMessage('{'), readMessage('null'), readMessage(new ArrayBuffer(1))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
