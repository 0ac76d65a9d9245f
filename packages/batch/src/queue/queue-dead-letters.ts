import type { DeadLetter, DeadLetters } from '../dead-letters.ts';
import { QueueError } from '../errors.ts';
import { encodeMessage } from './message.ts';
import type { OutgoingMessage, Queue } from './queue.ts';

/** Keeps no letters: the queue's own redrive policy does. */
export const noDeadLetters: DeadLetters = {
  file: '',
  known: new Map(),
  append: async () => undefined,
  close: async () => undefined,
};

/**
 * Sends failed items to a dead-letter queue at once, each with its reason in the attributes `code` and `reason`. The body is
 * the item's message, so that SQS's own redrive can move it back.
 */
export function queueDeadLetters(queue: Queue): DeadLetters {
  return {
    ...noDeadLetters,
    append: async (...letters) => {
      const messages = letters.map(toMessage);
      const tooMuch = await queue.send(messages);
      if (tooMuch.length === 0) return;
      // An item that just fits is worth more than what is said of it.
      const [refused] = await queue.send(tooMuch.map(({ index }) => ({ body: messages[index]?.body ?? '' })));
      if (refused) throw new QueueError(`A dead letter was not taken: ${refused.reason}`);
    },
  };
}

function toMessage({ job, run, item, key, code, reason }: DeadLetter): OutgoingMessage {
  return {
    body: encodeMessage({ kind: 'item', job, run, item }),
    attributes: takenBySqs({ key, code, reason: reason.slice(0, 1_000) }),
  };
}

// What SQS refuses in an attribute: "Amazon SQS message attributes" of its developer guide, and `SendMessage` of its API.
const refusedBySqs = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

// Without the letter's key the follower takes the item's own, which is better than one that is nearly it.
function takenBySqs({
  key,
  code,
  reason,
}: Pick<DeadLetter, 'key' | 'code' | 'reason'>): Record<string, string> {
  const taken = {
    ...(key.search(refusedBySqs) < 0 ? { key } : {}),
    code: code.replace(refusedBySqs, '\uFFFD'),
    reason: reason.replace(refusedBySqs, '\uFFFD'),
  };
  // An attribute without text is refused as well.
  return Object.fromEntries(Object.entries(taken).filter(([, text]) => text !== ''));
}
