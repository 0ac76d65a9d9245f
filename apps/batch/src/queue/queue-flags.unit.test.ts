import { describe, expect, test } from 'vitest';
import { parseEnqueueFlags, parseWorkFlags } from './queue-flags.ts';

const url = 'https://sqs.eu-central-1.amazonaws.com/123456789012/items';

test('takes the queues from flags, else from the environment', () => {
  const environment = { BATCH_QUEUE_URL: url, BATCH_DEAD_LETTER_QUEUE_URL: `${url}-dead`, BATCH_TOKENS: 't' };
  const flags = parseWorkFlags(['--queue', `${url}-2`, '--username', 'ann'], environment);
  expect(flags).toMatchObject({ queue: `${url}-2`, deadLetters: `${url}-dead`, tokens: 't' });
  expect(flags).toMatchObject({ settings: { username: 'ann' }, visibilitySeconds: 60, untilEmpty: false });
  expect(parseEnqueueFlags([], environment)).toMatchObject({ queue: url, data: '.postern/batch' });
});

describe('says what is wrong', () => {
  test.each([
    [[], /No queue is given: set BATCH_QUEUE_URL, or name its URL with --queue/],
    [['--queue', 'items'], /has to be a queue's URL, such as .*; it is "items"/],
    [['--queue', url, '--dead-letters', 'x'], /--dead-letters or .* has to be a queue's URL/],
    [['--queue', url, '--visibility-seconds', '0'], /takes a number from 1 to 43200, such as 60; .* "0"/],
    [['--queue', url, '--visibility-seconds', '43201'], /takes a number from 1 to 43200/],
    [['--queue', url, '--password', 'x'], /Unknown option '--password'/],
  ])('%j', (words, message) => {
    expect(() => parseWorkFlags(words, {})).toThrow(message);
  });
});
