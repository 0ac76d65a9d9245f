import { aliasedDocument } from './alias.ts';
import { batch, type BatchResult } from './batch.ts';
import type { CallOptions } from './call.ts';
import { delay } from './delay.ts';
import { CallError } from './errors.ts';
import type { TypedOperation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { retryDelayMs, type RetryState } from './retry.ts';
import { splitBatch } from './split-batch.ts';

/** Options of {@link Client.many}. */
export interface ManyOptions extends CallOptions {
  /** Copies of the operation in one request. @defaultValue `25` */
  readonly maxPerRequest?: number;
  /** Size of one request's variables, in bytes; a single set that is larger goes alone. @defaultValue no limit */
  readonly maxBytes?: number;
  /** Requests under way at once. @defaultValue `4` */
  readonly concurrency?: number;
}

/** What became of one set of variables. */
export type ManyResult<Result> =
  | Extract<BatchResult<Result>, { status: 'done' }>
  | {
      readonly status: 'failed';
      /** A {@link CallError}, or whatever the headers source threw. */
      readonly error: Error;
    };

/** What became of many calls. */
export interface ManyOutcome<Result> {
  /** One for each set of variables, in their order. */
  readonly results: readonly ManyResult<Result>[];
  /** HTTP requests made, repeated ones included. */
  readonly requests: number;
}

/** Runs one operation any number of times; see {@link Client.many}. */
export async function many<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  all: readonly Variables[],
  options: ResolvedOptions,
  manyOptions: ManyOptions = {},
): Promise<ManyOutcome<Result>> {
  const { maxPerRequest = 25, maxBytes = Infinity, concurrency = 4, ...callOptions } = manyOptions;
  // An operation that cannot stand under aliases is a mistake of the caller, not an outcome.
  aliasedDocument(operation, 1);
  const groups = splitBatch(all, { maxPerRequest, maxBytes });
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

// Sends one request, then again those copies that failed for a passing reason, while time and policy allow.
async function runGroup<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: readonly Variables[],
  options: ResolvedOptions,
  callOptions: CallOptions,
): Promise<ManyOutcome<Result>> {
  const endsAt = performance.now() + options.timeoutMs;
  // A timer takes whole milliseconds.
  const remainingMs = (): number => Math.max(0, Math.ceil(endsAt - performance.now()));
  const repeatable = callOptions.repeatable ?? operation.kind === 'query';
  const results = new Array<ManyResult<Result>>(variables.length);
  let requests = 0;
  let pending = [...variables.keys()];
  for (let round = 1; ; round += 1) {
    const sets = pending.map((index) => variables[index] as Variables);
    const sent = await sendOnce(operation, sets, { ...options, timeoutMs: remainingMs() }, callOptions);
    requests += sent.requests;
    for (const [at, index] of pending.entries()) results[index] = sent.results[at] as ManyResult<Result>;
    // What failed as a whole was already repeated as often as it may be.
    if (sent.whole) break;
    const state = { attempt: round, repeatable, remainingMs: remainingMs(), withdraw: oneRepeat(options) };
    const pauses = sent.results.map((result) => pauseAfter(result, state, options));
    const pauseMs = Math.max(0, ...pauses.filter((pause) => pause !== undefined));
    pending = pending.filter((_, at) => pauses[at] !== undefined);
    // What is not repeated keeps the error that it ended in.
    if (pending.length === 0 || !(await waited(pauseMs, callOptions.signal))) break;
  }
  return { results, requests };
}

// One failure must not hide what became of other requests, so that even those of the whole become outcomes.
async function sendOnce<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  sets: readonly Variables[],
  options: ResolvedOptions,
  callOptions: CallOptions,
): Promise<ManyOutcome<Result> & { whole: boolean }> {
  try {
    const { results, attempts } = await batch(operation, sets, options, callOptions);
    return { results, requests: attempts, whole: false };
  } catch (caught) {
    const error = caught instanceof Error ? caught : new Error(String(caught));
    const results = sets.map(() => ({ status: 'failed', error }) as const);
    return { results, requests: error instanceof CallError ? error.attempts : 0, whole: true };
  }
}

function pauseAfter(
  result: ManyResult<unknown>,
  state: Pick<RetryState, 'attempt' | 'repeatable' | 'remainingMs' | 'withdraw'>,
  { retry, random }: ResolvedOptions,
): number | undefined {
  if (result.status === 'done') return undefined;
  return retryDelayMs({ ...state, error: result.error, refreshed: true, policy: retry, random });
}

// The copies of a request are repeated together, so that they cost the budget one.
function oneRepeat({ retryBudget }: ResolvedOptions): () => boolean {
  let granted: boolean | undefined;
  return () => (granted ??= retryBudget?.withdraw() ?? true);
}

async function waited(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return delay(ms, signal).then(
    () => true,
    () => false,
  );
}
