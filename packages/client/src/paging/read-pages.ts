import type { PageReader } from './connection.ts';
import { throwIfAborted } from './items-of.ts';
import type { ReadPage } from './page.ts';

/**
 * Reads page after page, from a token to the last.
 *
 * @param prefetch - Whether the next page is asked for while one is read; undefined for from the second page on.
 */
export async function* readPages<Item>(
  reader: PageReader<Item>,
  from: string | null,
  prefetch: boolean | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadPage<Item>> {
  // Who stops reading has no use for the page that is under way.
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let ahead: Promise<ReadPage<Item>> | undefined;
  let token = from;
  let goesOn = prefetch ?? false;
  try {
    do {
      // A page may be empty and still have a next one: AppSync's limit counts rows before the filter.
      const read: ReadPage<Item> = await (ahead ?? reader.read(token, either));
      throwIfAborted(reader.operationName, signal);
      token = read.page.nextToken;
      ahead = token !== null && goesOn ? reader.read(token, either) : undefined;
      // Its failure is the reader's when he comes to it, and nobody's if he does not.
      ahead?.catch(() => undefined);
      yield read;
      goesOn = prefetch ?? true;
    } while (token !== null);
  } finally {
    stop.abort();
  }
}
