import { pooledFetch } from '#fetch';
import { batch, type BatchResult } from './batch.ts';
import type { CallOptions } from './call.ts';
import type { TypedOperation } from './operation.ts';
import { resolveOptions, type ClientOptions } from './options.ts';
import { pages, type ItemOf, type Pages, type PagesOptions } from './pages.ts';
import { request, type CallResult, type RequestOptions } from './request.ts';

/** Typed calls to one AppSync endpoint as one caller. */
export interface Client {
  /**
   * Runs one operation.
   *
   * @returns The data, with denied fields told apart from nulls.
   * @throws CallError: `denied` when every root field was refused (or any field, in strict mode), `condition-failed`,
   * `graphql` with the partial data, `unauthorized`, `throttled`, `timeout`, `network`, `http-status`, `aborted`.
   */
  request<Result, Variables>(
    operation: TypedOperation<Result, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<CallResult<Result>>;
  /**
   * Reads a connection item by item, asking for the next page when it is needed.
   *
   * @throws TypeError when the operation has no connection or takes no `$nextToken`.
   */
  pages<Result, Variables>(
    operation: TypedOperation<Result, Variables>,
    variables: Variables,
    options?: PagesOptions,
  ): Pages<ItemOf<Result>>;
  /**
   * Runs one operation once for each set of variables, all in one request under aliases.
   *
   * @returns For each set, in order, its data or its own error.
   * @throws CallError when the request as a whole failed.
   */
  batch<Result, Variables>(
    operation: TypedOperation<Result, Variables>,
    variables: readonly Variables[],
    options?: CallOptions,
  ): Promise<BatchResult<Result>[]>;
}

/**
 * Makes a client.
 *
 * @throws TypeError when the endpoint is not a URL.
 * @example
 * ```ts
 * const client = createClient({ endpoint, headers: source.headers });
 * const { data } = await client.request(GetItem, { id: '1' });
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const resolved = resolveOptions(options, pooledFetch);
  return {
    request: (operation, variables, requestOptions) =>
      request(operation, variables, resolved, requestOptions),
    pages: (operation, variables, pagesOptions) => pages(operation, variables, resolved, pagesOptions),
    batch: (operation, variables, callOptions) => batch(operation, variables, resolved, callOptions),
  };
}
