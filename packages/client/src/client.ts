import { defaultFetch } from '#fetch';
import { batch, type BatchResult } from './aliases/batch.ts';
import type { CallOptions } from './call.ts';
import { checkOptions } from './check-options.ts';
import type { CallableBy, Identity } from './identity.ts';
import { many, type ManyOptions } from './aliases/many.ts';
import type { ManyOutcome } from './aliases/run-group.ts';
import type { OperationAccess, TypedOperation } from './operation.ts';
import { resolveOptions, type ClientOptions } from './options.ts';
import type { ItemOf } from './paging/page.ts';
import { pages, type Pages, type PagesOptions } from './paging/pages.ts';
import { partitions, type Partitions, type PartitionsOptions } from './paging/partitions.ts';
import { RealtimeSockets } from './realtime/sockets.ts';
import { subscribe, type SubscribeOptions, type Subscription } from './realtime/subscription.ts';
import { request, type CallResult, type RequestOptions } from './request.ts';

/**
 * Typed calls to one AppSync endpoint as one caller.
 *
 * Where the caller's identity is known to the compiler, an operation that it may never call does not compile.
 */
export interface Client<Caller extends Identity = Identity> {
  /**
   * Runs one operation.
   *
   * @returns The data, with denied fields told apart from nulls.
   * @throws CallError: `denied` when every root field was refused (or any field, in strict mode), `condition-failed`,
   * `graphql` with the partial data, `unauthorized`, `throttled`, `timeout`, `network`, `http-status`, `aborted`. TypeError when the
   * operation is a subscription, and whatever the headers source throws.
   */
  request<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<CallResult<Result>>;
  /**
   * Reads a connection item by item, asking for the next page while one is read, from the second on. Who stops reading, or
   * aborts, ends the page under way; `progress()` tells where to go on, and what was scanned and returned.
   *
   * A denied field throws, unless `strict: false` is given; `byPage()` then tells which.
   *
   * @throws TypeError when the operation has no connection, takes no `$nextToken`, or no `$limit` for a `pageSize`.
   */
  pages<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    variables: NoInfer<Variables>,
    options?: PagesOptions,
  ): Pages<ItemOf<Result>>;
  /**
   * Reads several partitions of an index side by side, each given by its variables: the items come as they arrive, one page ahead
   * in each partition. `progress()` tells where each stands, to go on from there.
   *
   * @throws TypeError as {@link Client.pages}, and when `resume` has not one position for each partition, or `concurrency` is less
   * than one.
   */
  partitions<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    variables: readonly NoInfer<Variables>[],
    options?: PartitionsOptions,
  ): Partitions<ItemOf<Result>>;
  /**
   * Runs one operation once for each set of variables, all in one request under aliases.
   *
   * @returns For each set, in order, its data or its own error.
   * @throws CallError when the request as a whole failed; TypeError when the operation is a subscription or has several
   * root fields.
   */
  batch<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    variables: readonly NoInfer<Variables>[],
    options?: CallOptions,
  ): Promise<BatchResult<Result>[]>;
  /**
   * Runs one operation once for each of any number of sets of variables: as few aliased requests as their size allows, some
   * at a time, and those copies once more that failed for a passing reason, where that is safe.
   *
   * @returns For each set, in order, its data or its own error; a request that failed as a whole hides no other's result.
   * @throws TypeError when the operation is a subscription or has several root fields, or a number is less than one.
   */
  many<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    variables: readonly NoInfer<Variables>[],
    options?: ManyOptions,
  ): Promise<ManyOutcome<Result>>;
  /**
   * Subscribes: `for await` over what is published from now on. All subscriptions of a client share one socket (a further one
   * where AppSync takes no more on it), which is opened again when it breaks; a gap then says from when to when something may have
   * been missed. What one subscription ends in ends no other.
   *
   * @throws TypeError when the operation is no subscription. Reading throws CallError: `denied`, `unauthorized`, `throttled`,
   * `timeout`, `graphql`, `aborted`, or what the headers source throws; a lost connection is not an error but a gap.
   */
  subscribe<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    ...rest: SubscribeArguments<NoInfer<Variables>>
  ): Subscription<Result>;
}

/** Variables, which may be left out where none is required, and options. */
export type SubscribeArguments<Variables> =
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: SubscribeOptions]
    : [variables: Variables, options?: SubscribeOptions];

/**
 * Makes a client.
 *
 * @throws TypeError when the endpoint is no URL of http or https, `headers` is no function, or a number makes no sense.
 * @example
 * ```ts
 * const client = createClient({ endpoint, headers: source.headers });
 * const { data } = await client.request(GetItem, { id: '1' });
 * ```
 */
export function createClient<const Caller extends Identity = Identity>(
  options: ClientOptions<Caller>,
): Client<Caller> {
  checkOptions(options);
  const resolved = resolveOptions(options, defaultFetch);
  const sockets = new RealtimeSockets(resolved);
  return {
    request: (operation, variables, requestOptions) =>
      request(operation, variables, resolved, requestOptions),
    pages: (operation, variables, pagesOptions) => pages(operation, variables, resolved, pagesOptions),
    partitions: (operation, variables, partitionsOptions) =>
      partitions(operation, variables, resolved, partitionsOptions),
    batch: async (operation, variables, callOptions) =>
      (await batch(operation, variables, resolved, callOptions)).results,
    many: (operation, variables, manyOptions) => many(operation, variables, resolved, manyOptions),
    subscribe: (operation, ...[variables, subscribeOptions]) =>
      subscribe(sockets, operation, variables, resolved, subscribeOptions),
  };
}
