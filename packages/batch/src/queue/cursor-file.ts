import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CursorError, JournalWriteError } from '../errors.ts';
import { takeLock } from '../journal/lock.ts';
import { syncFolder } from '../journal/sync-folder.ts';
import { freshState, type Cursor, type CursorState } from './cursor.ts';

/** A cursor in a file, held by one process. */
export interface FileCursor extends Cursor {
  /** Whether this goes on with a run that was cut short. */
  readonly resumed: boolean;
  close(): Promise<void>;
}

/** What stands in a cursor's file. */
export interface Content extends CursorState {
  readonly version: 1;
  readonly ended: boolean;
}

/**
 * Opens the cursor of an enqueuer; a run that came to its end makes room for a new one. The file is replaced as a whole, so
 * that a crash leaves the old one or the new one.
 *
 * @param options - `job` is the job's name: a cursor is not taken over by another job.
 * @throws JournalLockedError when another process has it; CursorError when it is damaged or another job's.
 */
export async function openCursor(options: {
  readonly file: string;
  readonly job: string;
}): Promise<FileCursor> {
  const { file, job } = options;
  await mkdir(dirname(file), { recursive: true });
  const lock = takeLock(file);
  try {
    const before = await readCursor(file, job);
    const resumed = before !== undefined && !before.ended;
    let content: Content = resumed ? before : { version: 1, ended: false, ...freshState(job) };
    let last = write(file, content);
    await last;
    const put = (change: Partial<Content>): Promise<void> => {
      content = { ...content, ...change };
      const next = content;
      // One after another: the last to be written is the latest.
      last = last.then(() => write(file, next));
      return last;
    };
    return {
      resumed,
      get state() {
        return content;
      },
      advance: (partition, at) => put({ partitions: { ...content.partitions, [partition]: at } }),
      end: () => put({ ended: true }),
      close: async () => {
        await last.catch(() => undefined);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Reads a cursor; undefined where there is none. @throws CursorError as {@link openCursor} */
export async function readCursor(file: string, job: string): Promise<Content | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const content = parse(text);
  if (!content) {
    throw new CursorError(`${file} is no cursor, or damaged: move it away to begin from the beginning.`);
  }
  if (content.job !== job && !content.ended) {
    throw new CursorError(
      `${file} belongs to an unfinished run of ${content.job}: give ${job} a folder of its own.`,
    );
  }
  return content;
}

function parse(text: string): Content | undefined {
  try {
    const content = JSON.parse(text) as Partial<Content> | null;
    const { version, run, job, partitions } = content ?? {};
    const whole = typeof run === 'string' && typeof job === 'string' && typeof partitions === 'object';
    return version === 1 && whole ? (content as Content) : undefined;
  } catch {
    return undefined;
  }
}

async function write(file: string, content: Content): Promise<void> {
  try {
    const handle = await open(`${file}.new`, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(content)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.new`, file);
    await syncFolder(dirname(file));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new JournalWriteError(`Cannot write the cursor: ${why}`, { cause });
  }
}
