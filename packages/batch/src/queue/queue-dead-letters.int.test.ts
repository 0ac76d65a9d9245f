import { expect, test } from 'vitest';
import type { DeadLetter } from '../dead-letters.ts';
import { sqsLimits } from './in-groups.ts';
import { encodeMessage } from './message.ts';
import { queueDeadLetters } from './queue-dead-letters.ts';
import { startQueue } from './test-support/queue-server.ts';

const letter = { key: 'a', code: 'odd', reason: 'It is odd.', job: 'strings', run: '1', at: '', item: 'a' };
const wait = { max: 10, waitSeconds: 0, visibilitySeconds: 30, signal: new AbortController().signal };

test.each<[string, Partial<DeadLetter>, object]>([
  ['stands beside the item', {}, { key: 'a', code: 'odd', reason: 'It is odd.' }],
  ['is left out where it is empty, which SQS refuses', { reason: '' }, { key: 'a', code: 'odd' }],
  [
    'loses what SQS refuses',
    { reason: 'a\0b\uFFFEc\uD83D' },
    { key: 'a', code: 'odd', reason: 'a\uFFFDb\uFFFDc\uFFFD' },
  ],
  [
    'is not cut within a character',
    { reason: `${'a'.repeat(999)}\u{1F600}` },
    { key: 'a', code: 'odd', reason: `${'a'.repeat(999)}\uFFFD` },
  ],
  ['goes without a key that SQS refuses', { key: 'a\0' }, { code: 'odd', reason: 'It is odd.' }],
])('the reason %s', async (_, change, attributes) => {
  const { deadLetters } = await startQueue();
  await queueDeadLetters(deadLetters).append({ ...letter, ...change });
  const [message] = await deadLetters.receive(wait);
  expect(message?.attributes).toEqual(attributes);
});

test('an item that only fits without its reason is kept without it', async () => {
  const { deadLetters, bodies } = await startQueue();
  const bodyOf = (item: string) => encodeMessage({ kind: 'item', job: 'strings', run: '1', item });
  const item = 'x'.repeat(sqsLimits.bytes - Buffer.byteLength(bodyOf('')));
  await queueDeadLetters(deadLetters).append(letter, { ...letter, item });
  expect(bodies('items-dead').sort()).toEqual([bodyOf('a'), bodyOf(item)].sort());
});
