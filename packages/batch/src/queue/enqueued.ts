import { CursorError } from '../errors.ts';
import { readCursor } from './cursor-file.ts';

/** What an enqueuer has sent. */
export interface Enqueued {
  readonly run: string;
  /** Items sent, by earlier processes of the run included. */
  readonly items: number;
  /** Items that the queue will never take. */
  readonly refused: number;
  /** Whether there is nothing more to come. */
  readonly ended: boolean;
  /** When the run began, by the enqueuer's clock, in ISO 8601. */
  readonly startedAt: string;
  /** Names of the parts that it was read in. */
  readonly parts: readonly string[];
}

/**
 * Reads from an enqueuer's cursor what it has sent, while it works or afterwards.
 *
 * @throws CursorError when there is no cursor, or it is damaged or another job's.
 */
export async function readEnqueued(options: {
  readonly file: string;
  readonly job: string;
}): Promise<Enqueued> {
  const { file, job } = options;
  const content = await readCursor(file, job);
  if (!content) throw new CursorError(`${file} is not there: enqueue ${job} first.`);
  if (content.job !== job) throw new CursorError(`${file} is the cursor of ${content.job}, not of ${job}.`);
  const parts = Object.values(content.partitions);
  return {
    run: content.run,
    items: parts.reduce((sum, { items }) => sum + items, 0),
    refused: parts.reduce((sum, { refused = 0 }) => sum + refused, 0),
    ended: content.ended,
    startedAt: content.startedAt,
    parts: Object.keys(content.partitions),
  };
}
