import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { fromOneUp } from '../check-number.ts';
import { pageReader, tokenIn } from './connection.ts';
import { itemsOf, throwIfAborted } from './items-of.ts';
import { merge } from './merge.ts';
import type { ItemOf, Page } from './page.ts';
import type { PagesOptions } from './pages.ts';
import { ProgressCounter, type PagesProgress } from './progress.ts';
import { readPages } from './read-pages.ts';

/** A page of one partition. */
export interface PartitionPage<Item> extends Page<Item> {
  /** The partition's place in the list that was given. */
  readonly partition: number;
}

/** The items of several partitions of an index, read side by side. */
export interface Partitions<Item> extends AsyncIterable<Item> {
  /** The pages themselves, as they come, empty ones included. */
  byPage(): AsyncIterable<PartitionPage<Item>>;
  /** How far each partition has come, in the order that was given; hand it to {@link PartitionsOptions.resume} to go on. */
  progress(): readonly PagesProgress[];
}

/** Options of {@link Client.partitions}; `strict` is true unless it is said otherwise. */
export interface PartitionsOptions extends Omit<PagesOptions, 'nextToken' | 'prefetch'> {
  /** Partitions read at once. @defaultValue `4` */
  readonly concurrency?: number;
  /** Where an earlier reading of the same partitions came to. @defaultValue the beginning of each */
  readonly resume?: readonly Pick<PagesProgress, 'resumeFrom' | 'done'>[];
}

/** Reads partitions of an index; see {@link Client.partitions}. */
export function partitions<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  all: readonly Variables[],
  options: ResolvedOptions,
  { concurrency = 4, resume, signal, pageSize, ...requestOptions }: PartitionsOptions = {},
): Partitions<ItemOf<Result>> {
  if (resume && resume.length !== all.length) {
    throw new TypeError(
      `resume: ${resume.length} positions for ${all.length} partitions of ${operation.name}.`,
    );
  }
  fromOneUp('concurrency', concurrency);
  const readers = all.map((variables) => pageReader(operation, variables, pageSize, options, requestOptions));
  const from = all.map((variables, index) =>
    resume?.[index]?.done ? null : (resume?.[index]?.resumeFrom ?? tokenIn(variables)),
  );
  const begin = (): ProgressCounter[] =>
    from.map((resumeFrom, index) => new ProgressCounter({ ...resume?.[index], resumeFrom }));
  let latest = begin();
  async function* byPage(): AsyncGenerator<PartitionPage<ItemOf<Result>>> {
    const counters = (latest = begin());
    const stop = new AbortController();
    const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const sources = readers.map((reader, index) =>
      resume?.[index]?.done
        ? nothing()
        : // Asked for one value ahead by `merge`, each partition prefetches as it is.
          readPages(reader, from[index] ?? null, false, either),
    );
    try {
      for await (const { source, value } of merge(sources, concurrency)) {
        // What was read ahead in a partition needs no request any more that would end.
        throwIfAborted(operation.name, signal);
        counters[source]?.handOut(value, readers[source]?.limit ?? 0);
        yield { partition: source, ...value.page };
        counters[source]?.finish(value);
      }
    } finally {
      stop.abort();
    }
  }
  return {
    byPage,
    progress: () => latest.map(({ now }) => now),
    [Symbol.asyncIterator]: () => itemsOf(byPage(), operation.name, signal),
  };
}

async function* nothing(): AsyncGenerator<never> {}
