import type { Journal } from '../journal/journal.ts';
import type { JournalEntry } from '../journal/journal-line.ts';
import { replay } from '../journal/replay.ts';

/** What became of an item in one go. */
export type Settled =
  { readonly status: 'done' } | { readonly status: 'failed'; readonly code: string; readonly reason: string };

/**
 * A journal that ends with the process: the queue is what survives. A message that is not deleted comes again, and the item's
 * condition and mark tell whether its effect is already there.
 *
 * @param onSettled - Told of each item that is done or failed.
 */
export async function memoryJournal(
  job: string,
  run: string,
  onSettled: (key: string, settled: Settled) => void,
): Promise<Journal> {
  return {
    header: { version: 1, job, run, startedAt: new Date().toISOString() },
    before: await replay(''),
    resumed: false,
    announce: () => undefined,
    append: async (...entries) => {
      for (const entry of entries) tell(entry, onSettled);
    },
    close: async () => undefined,
  };
}

function tell(entry: JournalEntry, onSettled: (key: string, settled: Settled) => void): void {
  if (entry[0] === 'failed') onSettled(entry[1], { status: 'failed', code: entry[2], reason: entry[3] });
  if (entry[0] === 'done') for (const key of entry[1]) onSettled(key, { status: 'done' });
}
