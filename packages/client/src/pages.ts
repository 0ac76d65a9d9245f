import type { DeniedField } from './errors.ts';
import type { TypedOperation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { request, type RequestOptions } from './request.ts';

/** One page of a connection. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null on the last one. Hand it to `pages` to go on later. */
  readonly nextToken: string | null;
  /**
   * Fields that the caller may not read, each with its path from `items`, such as `[0, 'metadata']`; always empty unless
   * the pages are read with `strict: false`.
   */
  readonly denied: readonly DeniedField[];
}

/** The type of the items in an operation's connection. */
export type ItemOf<Result> = {
  [Field in keyof Result]: NonNullable<Result[Field]> extends { items: readonly (infer Item)[] }
    ? NonNullable<Item>
    : never;
}[keyof Result];

/** All items of a connection, read page by page as they are asked for. */
export interface Pages<Item> extends AsyncIterable<Item> {
  /** The pages themselves, empty ones included. */
  byPage(): AsyncIterable<Page<Item>>;
}

/** Options of {@link Client.pages}; `strict` is true unless it is said otherwise. */
export interface PagesOptions extends RequestOptions {
  /** Where to begin, from an earlier page. @defaultValue the beginning */
  readonly nextToken?: string | null;
  /** Rows that AppSync reads for one page, before any filter. @defaultValue the server's, 100 with Amplify */
  readonly pageSize?: number;
}

interface Connection<Item> {
  readonly items?: readonly (Item | null)[] | null;
  readonly nextToken?: string | null;
}

/** Reads a connection; see {@link Client.pages}. */
export function pages<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  options: ResolvedOptions,
  pagesOptions: PagesOptions = {},
): Pages<ItemOf<Result>> {
  const { nextToken = null, pageSize, ...requestOptions } = pagesOptions;
  const key = connectionKey(operation, pageSize);
  const limit = pageSize === undefined ? {} : { limit: pageSize };
  async function* byPage(): AsyncGenerator<Page<ItemOf<Result>>> {
    let token: string | null = nextToken;
    do {
      // A page may be empty and still have a next one: AppSync's limit counts rows before the filter.
      const asked = { ...variables, ...limit, nextToken: token };
      const { data, denied } = await request(operation, asked, options, { strict: true, ...requestOptions });
      const connection = (data as Record<string, Connection<ItemOf<Result>> | null>)[key];
      const items = connection?.items ?? [];
      token = connection?.nextToken ?? null;
      yield {
        items: items.filter((item) => item !== null),
        nextToken: token,
        denied: denied.flatMap((field) => fromItems(field, items)),
      };
    } while (token !== null);
  }
  return {
    byPage,
    async *[Symbol.asyncIterator]() {
      for await (const page of byPage()) yield* page.items;
    },
  };
}

function connectionKey(
  { name, rootFields, variables }: TypedOperation<unknown, never>,
  pageSize: number | undefined,
): string {
  const root = rootFields.find((field) => field.connection);
  if (!root) throw new TypeError(`${name} has no connection: select \`items\` and \`nextToken\` in it.`);
  if (!('nextToken' in variables)) {
    throw new TypeError(`${name} takes no $nextToken, so that only its first page could be read.`);
  }
  if (pageSize !== undefined && !('limit' in variables)) {
    throw new TypeError(`${name} takes no $limit, which \`pageSize\` would set.`);
  }
  return root.responseKey;
}

// A path of the answer is `[root, 'items', index, ...]`, its index counted with the nulls that a page leaves out.
function fromItems({ path, message }: DeniedField, items: readonly unknown[]): DeniedField[] {
  const [, , index, ...rest] = path;
  if (path[1] !== 'items' || typeof index !== 'number' || items[index] === null) return [];
  const left = items.slice(0, index).filter((item) => item !== null).length;
  return [{ path: [left, ...rest], message }];
}
