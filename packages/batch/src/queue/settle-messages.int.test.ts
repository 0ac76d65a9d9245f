import { expect, test } from 'vitest';
import type { Answer, Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { encodeMessage } from './message.ts';
import type { QueueMessage } from './queue.ts';
import { settleMessages } from './settle-messages.ts';

const messageOf = (item: string, id = item): QueueMessage => ({
  id,
  receipt: id,
  receives: 1,
  body: encodeMessage({ kind: 'item', job: 'counting', run: 'run-1', item }),
});

class Counting implements Job<string> {
  readonly name = 'counting';
  readonly applied = new Map<string, number>();
  readonly asked: string[] = [];

  async *source(): AsyncGenerator<string> {
    yield* [];
  }

  async *leftovers(): AsyncGenerator<string> {
    yield 'never asked for';
  }

  key(item: string): string {
    return item;
  }

  async process(items: readonly string[]): Promise<Outcome[]> {
    return items.map((item) => {
      if (this.applied.has(item)) return { status: 'unknown' };
      this.applied.set(item, 1);
      return { status: 'done' };
    });
  }

  async ask(keys: readonly string[]): Promise<Answer[]> {
    this.asked.push(...keys);
    return keys.map((key) => ({ status: this.applied.has(key) ? 'done' : 'pending' }));
  }
}

test('a job that is an object of a class works, and a message that comes twice has one effect and one fate', async () => {
  const job = new Counting();
  const first = await settleMessages(job, [messageOf('a'), messageOf('b'), messageOf('b', 'copy')]);
  expect(Object.fromEntries(first.fates)).toEqual({
    a: { status: 'done' },
    b: { status: 'done' },
    copy: { status: 'done' },
  });
  const second = await settleMessages(job, [messageOf('b'), messageOf('c')]);
  expect(Object.fromEntries(second.fates)).toEqual({ b: { status: 'done' }, c: { status: 'done' } });
  expect(job.asked).toEqual(['b']);
  expect([...job.applied.values()]).toEqual([1, 1, 1]);
});
