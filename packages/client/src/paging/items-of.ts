import { AbortedError } from '../errors.ts';
import type { Page } from './page.ts';

/** The items of pages, one by one; an abort ends them between two items of a page as well. @throws AbortedError */
export async function* itemsOf<Item>(
  pages: AsyncIterable<Page<Item>>,
  operationName: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  for await (const { items } of pages) {
    for (const item of items) {
      throwIfAborted(operationName, signal);
      yield item;
    }
  }
}

/** Ends what needs no request any more, such as a page that was read ahead, as a request would end. @throws AbortedError */
export function throwIfAborted(operationName: string, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const about = { operationName, attempts: 0, mayHaveArrived: false, cause: signal.reason };
  throw new AbortedError(`${operationName}: aborted.`, about);
}
