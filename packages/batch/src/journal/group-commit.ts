import type { FileHandle } from 'node:fs/promises';
import { JournalWriteError } from '../errors.ts';
import { systemClock, type Clock } from '../pace/clock.ts';
import { writeWhole } from './write-whole.ts';

/** How often to write. */
export interface GroupCommitOptions {
  /**
   * Writes begin no closer together than this, in milliseconds: an fsync costs the system more than many an entry.
   *
   * @defaultValue `0`: each begins when the one before is over
   */
  readonly gapMs?: number;
  /** So many entries wait for the write before them, and no longer. @defaultValue `32` */
  readonly mostWaiting?: number;
  /** @defaultValue the machine's own time */
  readonly clock?: Clock;
}

/**
 * Appends to a file so that a promise is kept only when its bytes are on the disk. What is handed in while a write is
 * under way, or soon after it, goes out together with the next one, under one fsync.
 */
export class GroupCommit<Entry> {
  readonly #handle: FileHandle;
  readonly #encode: (entries: readonly Entry[]) => string;
  readonly #gapMs: number;
  readonly #clock: Clock;
  readonly #mostWaiting: number;
  /** Ends the gap before the next write. */
  #hurry = new AbortController();
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #waiting: Entry[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(
    handle: FileHandle,
    encode: (entries: readonly Entry[]) => string,
    { gapMs = 0, mostWaiting = 32, clock = systemClock }: GroupCommitOptions = {},
  ) {
    this.#handle = handle;
    this.#encode = encode;
    this.#gapMs = gapMs;
    this.#mostWaiting = mostWaiting;
    this.#clock = clock;
  }

  /**
   * Appends entries and waits until they are durable.
   *
   * @throws JournalWriteError when writing failed; nothing is taken any more after that.
   */
  append(...entries: readonly Entry[]): Promise<void> {
    this.#waiting.push(...entries);
    if (this.#waiting.length >= this.#mostWaiting) this.#hurry.abort();
    this.#next ??= this.#commitAfter(this.#last);
    return this.#next;
  }

  /** Waits until everything that was handed in is durable. @throws JournalWriteError as {@link append} */
  settled(): Promise<void> {
    return this.#next ?? this.#last;
  }

  /** Waits for what is under way, and closes the file. */
  async close(): Promise<void> {
    this.#hurry.abort();
    await (this.#next ?? this.#last).catch(() => undefined);
    await this.#handle.close();
  }

  async #commitAfter(before: Promise<void>): Promise<void> {
    // A failed write fails all after it: the file's end is unknown until it is read again.
    await before;
    const restMs = this.#notBeforeMs - this.#clock.now();
    if (restMs > 0) await this.#clock.sleep(restMs, this.#hurry.signal);
    if (this.#hurry.signal.aborted) this.#hurry = new AbortController();
    this.#notBeforeMs = this.#clock.now() + this.#gapMs;
    const entries = this.#waiting;
    this.#waiting = [];
    this.#last = this.#next ?? before;
    this.#next = undefined;
    try {
      // Into the system's cache this takes no time worth another thread; only the disk is waited for.
      writeWhole(this.#handle.fd, Buffer.from(this.#encode(entries)));
      await this.#handle.datasync();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown';
      throw new JournalWriteError(`Cannot write to the disk: ${why}`, { cause });
    }
  }
}
