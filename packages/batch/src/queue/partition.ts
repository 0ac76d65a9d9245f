import type { JobContext } from '../job.ts';

/** Some items, and where to go on after them. */
export interface ItemPage<Item> {
  readonly items: readonly Item[];
  /** What `read` takes to begin after them; undefined at the end. */
  readonly next: string | undefined;
}

/** A part of a job's source that can be read from any page on. Together the parts are the source. */
export interface Partition<Item> {
  /** Unique among the parts, and the same at each start. */
  readonly name: string;
  /** @param from - The `next` of an earlier page; undefined for the beginning. */
  read(from: string | undefined, context: JobContext): AsyncIterable<ItemPage<Item>>;
}

/** A page of a connection, as `byPage()` of the client gives it. */
interface ConnectionPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
}

/**
 * A part that is a connection: a list, or one key of an index.
 *
 * @param open - Reads its pages from a token on, as in
 *   `(nextToken, { signal }) => client.pages(ItemsByStatus, { status }, { nextToken, signal }).byPage()`.
 */
export function connectionPartition<Item>(
  name: string,
  open: (nextToken: string | null, context: JobContext) => AsyncIterable<ConnectionPage<Item>>,
): Partition<Item> {
  return {
    name,
    async *read(from, context) {
      for await (const { items, nextToken } of open(from ?? null, context)) {
        yield { items, next: nextToken ?? undefined };
      }
    },
  };
}
