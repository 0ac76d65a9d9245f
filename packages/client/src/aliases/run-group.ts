import type { CallOptions } from '../call.ts';
import { delay } from '../delay.ts';
import { CallError, GraphQLCallError, HttpStatusError, ThrottledError } from '../errors.ts';
import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { isRepeatable } from '../repeatable.ts';
import { retryDelayMs, type RetryState } from '../retry.ts';
import { batch, type BatchResult } from './batch.ts';

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

/** A group of copies that go together until something speaks against it. */
interface Group<Result, Variables> {
  readonly operation: TypedOperation<Result, Variables>;
  readonly options: ResolvedOptions;
  readonly callOptions: CallOptions;
  /** When the time for all of it ends. */
  readonly endsAt: number;
}

/**
 * Sends one request, then again those copies that failed for a passing reason, while time and policy allow. A request that is
 * refused for its size, or because one copy in it is wrong, is halved.
 */
export async function runGroup<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: readonly Variables[],
  options: ResolvedOptions,
  callOptions: CallOptions,
): Promise<ManyOutcome<Result>> {
  const endsAt = performance.now() + options.timeoutMs;
  return run({ operation, options, callOptions, endsAt }, variables);
}

async function run<Result, Variables>(
  group: Group<Result, Variables>,
  variables: readonly Variables[],
): Promise<ManyOutcome<Result>> {
  const { operation, options, callOptions } = group;
  const repeatable = callOptions.repeatable ?? isRepeatable(operation, variables, options.repeatable);
  const results = new Array<ManyResult<Result>>(variables.length);
  let requests = 0;
  let pending = [...variables.keys()];
  for (let round = 1; ; round += 1) {
    const sets = pending.map((index) => variables[index] as Variables);
    const sent = await sendOnce(group, sets, repeatable);
    requests += sent.requests;
    for (const [at, index] of pending.entries()) {
      results[index] = afterRepeat(results[index], sent.results[at] as ManyResult<Result>);
    }
    // What failed as a whole was already repeated as often as it may be.
    if (sent.whole) break;
    const remainingMs = left(group);
    const state = { attempt: round, repeatable, remainingMs, withdraw: oneRepeat(options) };
    const pauses = sent.results.map((result) => pauseAfter(result, state, options));
    const pauseMs = Math.max(0, ...pauses.filter((pause) => pause !== undefined));
    pending = pending.filter((_, at) => pauses[at] !== undefined);
    // What is not repeated keeps the error that it ended in.
    if (pending.length === 0 || !(await waited(pauseMs, callOptions.signal))) break;
  }
  return { results, requests };
}

// A repeat that was never sent says nothing of what was sent before: that it failed, and may have been executed, is still so.
function afterRepeat<Result>(
  before: ManyResult<Result> | undefined,
  repeated: ManyResult<Result>,
): ManyResult<Result> {
  const neverSent =
    repeated.status === 'failed' &&
    'mayHaveArrived' in repeated.error &&
    repeated.error.mayHaveArrived === false;
  return before !== undefined && neverSent ? before : repeated;
}

// A timer takes whole milliseconds.
function left({ endsAt }: Pick<Group<never, never>, 'endsAt'>): number {
  return Math.max(0, Math.ceil(endsAt - performance.now()));
}

// One failure must not hide what became of other requests, so that even those of the whole become outcomes.
async function sendOnce<Result, Variables>(
  group: Group<Result, Variables>,
  sets: readonly Variables[],
  repeatable: boolean,
): Promise<ManyOutcome<Result> & { whole: boolean }> {
  const { operation, options, callOptions } = group;
  try {
    const { results, attempts } = await batch(
      operation,
      sets,
      { ...options, timeoutMs: left(group) },
      callOptions,
    );
    return { results, requests: attempts, whole: false };
  } catch (caught) {
    const error = caught instanceof Error ? caught : new Error(String(caught));
    const requests = error instanceof CallError ? error.attempts : 0;
    const pauseMs = sets.length > 1 ? pauseBeforeHalving(error, repeatable, group) : undefined;
    if (pauseMs !== undefined && (await waited(pauseMs, callOptions.signal))) {
      const halves = await halved(group, sets);
      const results = halves.results.map((result) => afterRepeat({ status: 'failed', error }, result));
      return { results, requests: requests + halves.requests, whole: true };
    }
    const results = sets.map(() => ({ status: 'failed', error }) as const);
    return { results, requests, whole: !isPassing(error) };
  }
}

// Of these alone `call` repeats nothing: they are in an answer that is none of its errors.
function isPassing(error: Error): boolean {
  return error instanceof GraphQLCallError && error.passing;
}

/**
 * How long to wait before fewer copies are tried, or undefined where they would fare no better: a request larger than the server's
 * bucket never gets through, one that takes too long may in halves, and one wrong variable fails the whole document. Nothing was
 * executed, unless the server was in trouble: such a request is halved where repeating it is safe.
 */
function pauseBeforeHalving(
  error: Error,
  repeatable: boolean,
  group: Pick<Group<never, never>, 'options' | 'endsAt'>,
): number | undefined {
  if (error instanceof ThrottledError || isPassing(error)) {
    const withdraw = oneRepeat(group.options);
    const state = { attempt: 1, repeatable, remainingMs: left(group), withdraw };
    return pauseAfter({ status: 'failed', error }, state, group.options);
  }
  if (error instanceof HttpStatusError) return error.status === 413 ? 0 : undefined;
  if (!(error instanceof GraphQLCallError) || error.data != null) return undefined;
  // A document that does not validate is as wrong with fewer copies.
  return error.errors.some(({ message }) => message.startsWith('Validation error')) ? undefined : 0;
}

async function halved<Result, Variables>(
  group: Group<Result, Variables>,
  sets: readonly Variables[],
): Promise<ManyOutcome<Result>> {
  const middle = Math.ceil(sets.length / 2);
  const first = await run(group, sets.slice(0, middle));
  const second = await run(group, sets.slice(middle));
  return { results: [...first.results, ...second.results], requests: first.requests + second.requests };
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
