import type { CallOptions } from '../call.ts';
import { fromOneUp } from '../check-number.ts';
import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { aliasedDocument, copyBytes } from './alias.ts';
import { runGroup, type ManyOutcome, type ManyResult } from './run-group.ts';
import { splitBatch } from './split-batch.ts';

/** Options of {@link Client.many}. */
export interface ManyOptions extends CallOptions {
  /** Copies of the operation in one request. @defaultValue `25` */
  readonly maxPerRequest?: number;
  /**
   * Size of one request's body, in bytes; a single set that is larger goes alone.
   *
   * @defaultValue `1_000_000`: AWS takes operations for AppSync of up to 1 MiB,
   * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_AppSyncParameters.html
   */
  readonly maxBytes?: number;
  /** Requests under way at once. @defaultValue `4` */
  readonly concurrency?: number;
}

/** Runs one operation any number of times; see {@link Client.many}. */
export async function many<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  all: readonly Variables[],
  options: ResolvedOptions,
  manyOptions: ManyOptions = {},
): Promise<ManyOutcome<Result>> {
  const { maxPerRequest = 25, maxBytes = 1_000_000, concurrency = 4, ...callOptions } = manyOptions;
  for (const [name, value] of Object.entries({ maxPerRequest, maxBytes, concurrency }))
    fromOneUp(name, value);
  // An operation that cannot stand under aliases is a mistake of the caller, not an outcome.
  aliasedDocument(operation, 1);
  const groups = splitBatch(all, { maxPerRequest, maxBytes, copyBytes: copyBytes(operation) });
  const results = new Array<ManyResult<Result>>(all.length);
  let requests = 0;
  const queue = groups.values();
  const worker = async (): Promise<void> => {
    for (const group of queue) {
      const variables = group.map((index) => all[index] as Variables);
      const outcome = await runGroup(operation, variables, options, callOptions);
      requests += outcome.requests;
      for (const [at, index] of group.entries()) results[index] = outcome.results[at] as ManyResult<Result>;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, groups.length) }, worker));
  return { results, requests };
}
