import type { Job, JobContext } from './job.ts';
import type { JournalState } from './journal/replay.ts';
import { JobBrokenError, SourceFailedError } from './errors.ts';

/** One item on its way. */
export interface Work<Item> {
  readonly key: string;
  /** Absent for an item of which a crash left only the key; it can be asked about, not worked on. */
  readonly item?: Item;
  /** Its fate is unknown: ask before doing anything. */
  readonly ask: boolean;
  /** Requests that carried it in this process. */
  readonly requests: number;
  /** Requests that carried it and met trouble. */
  readonly troubles: number;
  /** Of these, the ones that may be of its making: the first, and those met while others got through. */
  readonly suspicions: number;
  /** How many requests had succeeded when it first met trouble. */
  readonly successesBefore: number;
  /** Items that a request may carry together with it, itself included. */
  readonly limit: number;
}

/** Hands out items: those that were put back first, then new ones from the source, never more than are asked for. */
export class Supply<Item> {
  readonly #job: Job<Item>;
  readonly #context: JobContext;
  readonly #before: JournalState;
  /** Sent before a crash, not done according to the server, and not yet seen in the source again. */
  readonly #expected = new Set<string>();
  readonly #back: Work<Item>[] = [];
  #iterator: AsyncIterator<Item> | undefined;
  #exhausted = false;
  #askedAgain = false;
  #wake: (() => void) | undefined;
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
    this.#back.push(...works);
  }

  expect(key: string): void {
    this.#expected.add(key);
  }

  /** Ends a wait for the source, and all further reading. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake?.();
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
      if (chunk[0]?.ask) break;
      try {
        const fresh = await this.#read();
        if (fresh) chunk.push(fresh);
        // While the source was waited for, something may have been put back: its end is not the end.
        else if (chunk.length > 0 || this.#back.length === 0) break;
      } catch (cause) {
        this.putBack(chunk);
        throw cause instanceof JobBrokenError ? cause : this.#failure(cause);
      }
    }
    return chunk;
  }

  async #read(): Promise<Work<Item> | undefined> {
    while (!this.#exhausted && !this.#closed && this.#iterator) {
      const next = await this.#pull(this.#iterator);
      if (next === undefined) return undefined;
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

  // Undefined when the supply was closed meanwhile. A race would leave a handler on a lasting promise for each item.
  #pull(iterator: AsyncIterator<Item>): Promise<IteratorResult<Item> | undefined> {
    return new Promise((resolve, reject) => {
      this.#wake = () => resolve(undefined);
      iterator.next().then(resolve, reject);
    });
  }
}

/** An item that was not sent yet. */
export function freshWork<Item>(key: string, item: Item): Work<Item> {
  return {
    key,
    item,
    ask: false,
    requests: 0,
    troubles: 0,
    suspicions: 0,
    successesBefore: 0,
    limit: Number.POSITIVE_INFINITY,
  };
}

/** A key that a crash left behind. */
export function askWork<Item>(key: string): Work<Item> {
  const { item: _, ...work } = freshWork<Item | undefined>(key, undefined);
  return { ...work, ask: true } as Work<Item>;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
