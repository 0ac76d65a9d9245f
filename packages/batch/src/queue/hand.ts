import type { Queue, QueueMessage } from './queue.ts';
import type { Fate } from './settle-messages.ts';

/** Messages by what became of them. */
export interface HandCounts {
  done: number;
  failed: number;
  back: number;
  undeleted: number;
}

/** How a hand is filled and laid down. */
export interface HandOptions {
  readonly queue: Queue;
  readonly visibilitySeconds: number;
  readonly waitSeconds: number;
  /** Failed items are in the dead letters: their messages are over. */
  readonly keepsLetters: boolean;
  /** Ends a wait for messages. */
  readonly hangUp: AbortSignal;
}

/** The messages that a worker has in its hand: out of sight of others, and not dealt with yet. */
export class Hand {
  readonly counts: HandCounts = { done: 0, failed: 0, back: 0, undeleted: 0 };
  readonly #options: HandOptions;
  readonly #held = new Set<QueueMessage>();

  constructor(options: HandOptions) {
    this.#options = options;
  }

  get messages(): readonly QueueMessage[] {
    return [...this.#held];
  }

  /**
   * Takes up to so many messages. The first ten are waited for; when there are ten, more are fetched.
   *
   * @throws QueueError
   */
  async take(size: number): Promise<readonly QueueMessage[]> {
    const first = await this.#receive(size, this.#options.waitSeconds);
    if (first.length < 10 || size <= 10) return first;
    const rest: Promise<readonly QueueMessage[]>[] = [];
    for (let left = size - first.length; left > 0; left -= 10) rest.push(this.#receive(left, 0));
    // When one of them fails, the others are held all the same, and given back.
    await Promise.allSettled(rest);
    return [first, ...(await Promise.all(rest))].flat();
  }

  /** Gives back what is still held, such as when a part of a hand could not be fetched. */
  async layDownAll(): Promise<void> {
    await this.#options.queue.hide(this.messages, 0);
    this.#held.clear();
  }

  async #receive(max: number, waitSeconds: number): Promise<readonly QueueMessage[]> {
    const { queue, visibilitySeconds, hangUp: signal } = this.#options;
    const got = await queue.receive({ max, waitSeconds, visibilitySeconds, signal });
    for (const message of got) this.#held.add(message);
    return got;
  }

  /** Deletes what is over, and gives the rest back for a time. */
  async layDown(
    messages: readonly QueueMessage[],
    fates: ReadonlyMap<string, Fate>,
    restSeconds: (message: QueueMessage) => number,
  ): Promise<void> {
    const { queue, keepsLetters } = this.#options;
    const over: QueueMessage[] = [];
    const back: QueueMessage[] = [];
    for (const message of messages) {
      const status = fates.get(message.id)?.status ?? 'back';
      this.counts[status] += 1;
      (status === 'done' || (status === 'failed' && keepsLetters) ? over : back).push(message);
      // What is given back is not to be hidden again by the heartbeat.
      this.#held.delete(message);
    }
    const giveBack = [...Map.groupBy(back, restSeconds)].map(([seconds, some]) => queue.hide(some, seconds));
    const [undeleted = 0] = await Promise.all([queue.delete(over), ...giveBack]);
    this.counts.undeleted += undeleted;
  }
}
