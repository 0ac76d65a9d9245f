import { SourceFailedError } from '../errors.ts';
import type { JobContext } from '../job.ts';
import type { ItemPage, Partition } from './partition.ts';

/**
 * Reads a part from a page on.
 *
 * @throws SourceFailedError when it cannot be read, and at once when the context's signal aborts, whether the part heeds that or not.
 */
export async function* readPages<Item>(
  partition: Partition<Item>,
  from: string | undefined,
  context: JobContext,
): AsyncGenerator<ItemPage<Item>> {
  let pages: AsyncIterator<ItemPage<Item>> | undefined;
  try {
    pages = partition.read(from, context)[Symbol.asyncIterator]();
    for (;;) {
      const page = await unlessAborted(pages.next(), context.signal);
      if (page.done) return;
      yield page.value;
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SourceFailedError(`The source failed in its part ${partition.name}: ${why}`, { cause });
  } finally {
    // It may still be waiting for its own server, and nobody waits for it any more.
    pages?.return?.().catch(() => undefined);
  }
}

function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    value.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject);
  });
}
