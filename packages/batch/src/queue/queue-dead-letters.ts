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
      const [refused] = await queue.send(letters.map(toMessage));
      if (refused) throw new QueueError(`A dead letter was not taken: ${refused.reason}`);
    },
  };
}

function toMessage({ job, run, item, key, code, reason }: DeadLetter): OutgoingMessage {
  return {
    body: encodeMessage({ kind: 'item', job, run, item }),
    attributes: { key, code, reason: reason.slice(0, 1_000) },
  };
}
