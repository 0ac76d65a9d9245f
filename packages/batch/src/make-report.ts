import type { RunHeader } from './journal/journal-line.ts';
import type { Report } from './report.ts';
import type { Tally } from './tally.ts';

/** What a run knows at its end besides its counts. */
export interface RunEnd extends Pick<Report, 'ended' | 'items' | 'notStarted' | 'error'> {
  readonly header: RunHeader;
  /** Keys that the server still shows as not worked on. */
  readonly leftovers: number;
}

/** Accounts for every item of a run. */
export function makeReport(
  { header, ended, error, items, notStarted, leftovers }: RunEnd,
  tally: Tally,
): Report {
  const { job, run } = header;
  const { completed, failed, requests, retries, throttled, seconds, earlier } = tally;
  const lost = Math.max(items - completed - failed - notStarted, leftovers);
  const settled = completed + failed - earlier.completed - earlier.failed;
  const itemsPerSecond = seconds > 0 ? settled / seconds : 0;
  const counts = { items, completed, failed, notStarted, lost, requests, retries, throttled };
  return {
    job,
    run,
    ended,
    ...counts,
    seconds,
    itemsPerSecond,
    earlier,
    ...(error === undefined ? {} : { error }),
  };
}
