import type { DeadLetter, DeadLetters } from './dead-letters.ts';
import type { FailedWork, Verdict } from './judge.ts';
import type { JournalEntry } from './journal/journal-line.ts';
import type { Journal } from './journal/journal.ts';
import { KeySet } from './journal/key-set.ts';
import type { Work } from './work.ts';
import type { Tally } from './tally.ts';

/** Where verdicts become facts: on disk first, then in the counts. */
export class Ledger {
  readonly #journal: Journal;
  readonly #deadLetters: DeadLetters;
  readonly #tally: Tally;
  readonly #failedNow = new KeySet();

  constructor(journal: Journal, deadLetters: DeadLetters, tally: Tally) {
    this.#journal = journal;
    this.#deadLetters = deadLetters;
    this.#tally = tally;
  }

  /** Whether an item is among the dead letters of this run. */
  hasFailed(key: string): boolean {
    return this.#failedNow.has(key) || this.#journal.before.failed.has(key);
  }

  /** Writes down that items are about to be sent, before they are. @throws JournalWriteError */
  announce(works: readonly Work<unknown>[]): void {
    const fresh = works.filter(({ requests, ask }) => requests === 0 && !ask);
    if (fresh.length > 0) this.#journal.announce(fresh.map(({ key }) => key));
  }

  /** Takes over the dead letters that a crash kept from the journal. @throws JournalWriteError */
  async adopt(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    await this.#journal.append(
      ...letters.map(({ key, code, reason }) => ['failed', key, code, reason] as const),
    );
    this.#countFailed(letters.map(({ key }) => key));
  }

  /** Writes down what a verdict says is done or failed. @throws JournalWriteError */
  async write({ done, failed }: Verdict<unknown>): Promise<void> {
    if (done.length === 0 && failed.length === 0) return;
    // The letter first: a crash in between is healed by `adopt`.
    if (failed.length > 0) await this.#deadLetters.append(...failed.map((entry) => this.#letter(entry)));
    const entries: JournalEntry[] = failed.map(({ work, code, reason }) => [
      'failed',
      work.key,
      code,
      reason,
    ]);
    if (done.length > 0) entries.push(['done', done.map(({ key }) => key)]);
    await this.#journal.append(...entries);
  }

  /** Counts what was written down. */
  count({ done, failed }: Verdict<unknown>): void {
    this.#tally.completed += done.length;
    this.#countFailed(failed.map(({ work }) => work.key));
  }

  #countFailed(keys: readonly string[]): void {
    for (const key of keys) this.#failedNow.add(key);
    this.#tally.failed += keys.length;
  }

  #letter({ work, code, reason }: FailedWork<unknown>): DeadLetter {
    const { job, run } = this.#journal.header;
    const at = new Date().toISOString();
    return {
      key: work.key,
      code,
      reason,
      job,
      run,
      at,
      ...(work.item === undefined ? {} : { item: work.item }),
    };
  }
}
