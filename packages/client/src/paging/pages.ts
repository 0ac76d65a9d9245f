import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import type { RequestOptions } from '../request.ts';
import { pageReader, tokenIn } from './connection.ts';
import { itemsOf } from './items-of.ts';
import type { ItemOf, Page } from './page.ts';
import { ProgressCounter, type PagesProgress } from './progress.ts';
import { readPages } from './read-pages.ts';

/** All items of a connection, read page by page as they are asked for. */
export interface Pages<Item> extends AsyncIterable<Item> {
  /** The pages themselves, empty ones included. */
  byPage(): AsyncIterable<Page<Item>>;
  /** How far the reading has come that was begun last. */
  progress(): PagesProgress;
}

/** Options of {@link Client.pages}; `strict` is true unless it is said otherwise. */
export interface PagesOptions extends RequestOptions {
  /** Where to begin, from an earlier page. @defaultValue the `nextToken` among the variables, else the beginning */
  readonly nextToken?: string | null;
  /** Rows that AppSync reads for one page, before any filter. @defaultValue the server's, 100 with Amplify */
  readonly pageSize?: number;
  /**
   * Whether the next page is asked for while one is read.
   *
   * @defaultValue from the second page on: who wants only the first costs the server nothing more
   */
  readonly prefetch?: boolean;
}

/** Reads a connection; see {@link Client.pages}. */
export function pages<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  options: ResolvedOptions,
  pagesOptions: PagesOptions = {},
): Pages<ItemOf<Result>> {
  const { pageSize, prefetch, signal, nextToken = tokenIn(variables), ...requestOptions } = pagesOptions;
  const reader = pageReader(operation, variables, pageSize, options, requestOptions);
  let latest = new ProgressCounter({ resumeFrom: nextToken });
  async function* byPage(): AsyncGenerator<Page<ItemOf<Result>>> {
    const counter = (latest = new ProgressCounter({ resumeFrom: nextToken }));
    for await (const read of readPages(reader, nextToken, prefetch, signal)) {
      counter.handOut(read, reader.limit);
      yield read.page;
      counter.finish(read);
    }
  }
  return {
    byPage,
    progress: () => latest.now,
    [Symbol.asyncIterator]: () => itemsOf(byPage(), operation.name, signal),
  };
}
