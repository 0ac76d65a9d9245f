import type { Job, JobContext } from './job.ts';
import type { JournalState } from './journal/replay.ts';
import { JobBrokenError, SourceFailedError } from './errors.ts';
import { askWork, freshWork, type Work } from './work.ts';

// Items wait no longer than this for others to share their request with, when the source takes its time.
const fillMs = 50;

/** Hands out items: those that were put back first, then new ones from the source, never more than are asked for. */
export class Supply<Item> {
  readonly #job: Job<Item>;
  readonly #context: JobContext;
  readonly #before: JournalState;
  /** Sent before a crash, not done according to the server, and not yet seen in the source again. */
  readonly #expected = new Set<string>();
  readonly #back: Work<Item>[] = [];
  #iterator: AsyncIterator<Item> | undefined;
  /** What the source was asked for and has not given yet. */
  #next: Promise<IteratorResult<Item>> | undefined;
  #exhausted = false;
  #askedAgain = false;
  #wake: (() => void) | undefined;
  /** There is something else to do than to wait for the source. */
  #interrupted = false;
  #closed = false;
  #given = 0;

  constructor(job: Job<Item>, context: JobContext, before: JournalState) {
    this.#job = job;
    this.#context = context;
    this.#before = before;
  }

  /** Items that the source has given and that earlier processes had not sent. */
  get givenCount(): number {
    return this.#given;
  }

  /** Items at hand that nobody is working on. */
  get waitingCount(): number {
    return this.#back.length;
  }

  /** Items sent before a crash that the source has not given again. */
  get expectedCount(): number {
    return this.#expected.size;
  }

  /** From now on the source is read, not only what was put back. @throws SourceFailedError */
  openSource(): boolean {
    if (this.#iterator) return false;
    try {
      this.#iterator = this.#job.source(this.#context)[Symbol.asyncIterator]();
    } catch (cause) {
      throw this.#failure(cause);
    }
    return true;
  }

  /**
   * Puts the items that the source did not give again back, to be asked about once more: a request that the crashed process
   * had sent may have arrived late.
   *
   * @returns Whether there were any; false from the second time on.
   */
  askAgain(): boolean {
    if (this.#askedAgain || this.#job.ask === undefined || this.#expected.size === 0) return false;
    this.#askedAgain = true;
    this.putBack([...this.#expected].map((key) => askWork<Item>(key)));
    this.#expected.clear();
    return true;
  }

  putBack(works: readonly Work<Item>[]): void {
    if (works.length === 0) return;
    this.#back.push(...works);
    this.#interrupt();
  }

  #interrupt(): void {
    this.#interrupted = true;
    this.#wake?.();
  }

  expect(key: string): void {
    this.#expected.add(key);
  }

  /** Ends a wait for the source, and all further reading. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#interrupt();
    void this.#endSource();
  }

  // The source may still be waiting for its own server: nobody waits for it any more, nor for how it takes that.
  async #endSource(): Promise<void> {
    try {
      await this.#iterator?.return?.();
    } catch {
      return;
    }
  }

  /**
   * Takes up to `max` items; fewer at the end, none when there are none now.
   *
   * @throws SourceFailedError when the source throws; JobBrokenError when an item has no key. What was taken before that is put back.
   */
  async take(max: number): Promise<Work<Item>[]> {
    const chunk: Work<Item>[] = [];
    let limit = Math.max(1, max);
    let patience: NodeJS.Timeout | undefined;
    let isLate = false;
    const onLate = (): void => {
      isLate = true;
      this.#interrupt();
    };
    try {
      while (chunk.length < limit) {
        const [first] = this.#back;
        if (first) {
          const fits = chunk.length < first.limit && (chunk[0]?.ask ?? first.ask) === first.ask;
          if (!fits) break;
          limit = Math.min(limit, first.limit);
          chunk.push(first);
          this.#back.shift();
          continue;
        }
        if (chunk[0]?.ask || isLate) break;
        if (chunk.length > 0) patience ??= setTimeout(onLate, fillMs);
        this.#interrupted = false;
        const fresh = await this.#read();
        if (fresh) chunk.push(fresh);
        // While the source was waited for, something may have been put back: its end is not the end.
        else if (this.#back.length === 0) break;
      }
      return chunk;
    } catch (cause) {
      this.putBack(chunk);
      throw cause instanceof JobBrokenError ? cause : this.#failure(cause);
    } finally {
      clearTimeout(patience);
    }
  }

  async #read(): Promise<Work<Item> | undefined> {
    while (!this.#exhausted && !this.#closed && !this.#interrupted && this.#iterator) {
      const next = await this.#pull(this.#iterator);
      if (next === undefined) return undefined;
      this.#next = undefined;
      if (next.done) {
        this.#exhausted = true;
        return undefined;
      }
      const key = this.#keyOf(next.value);
      if (this.#before.settled.has(key)) continue;
      if (this.#expected.delete(key)) return freshWork(key, next.value);
      // What was in flight at a crash and is expected no more has been asked about meanwhile.
      if (this.#before.inFlight.has(key)) continue;
      this.#given += 1;
      return freshWork(key, next.value);
    }
    return undefined;
  }

  // Without a key the item cannot be told from others after a restart.
  #keyOf(item: Item): string {
    const where = `the item after the first ${this.#given}`;
    let key: unknown;
    try {
      key = this.#job.key(item);
    } catch (cause) {
      throw new JobBrokenError(`The job's key failed for ${where}: ${messageOf(cause)}`, { cause });
    }
    if (typeof key === 'string') return key;
    throw new JobBrokenError(
      `The job's key gave ${key === null ? 'null' : `a value of type ${typeof key}`} for ${where}; it has to be a string.`,
    );
  }

  #failure(cause: unknown): SourceFailedError {
    return new SourceFailedError(`The source failed after ${this.#given} items: ${messageOf(cause)}`, {
      cause,
    });
  }

  // Undefined when there is something else to do: the supply was closed, something was put back, or what there is has waited long
  // enough. The source is then still on its way to its next item. A race would leave a handler on a lasting promise for each item.
  #pull(iterator: AsyncIterator<Item>): Promise<IteratorResult<Item> | undefined> {
    return new Promise((resolve, reject) => {
      this.#wake = () => resolve(undefined);
      this.#next ??= iterator.next();
      this.#next.then(resolve, reject);
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
