import { GraphQLCallError, type BatchResult } from '@postern/client';

/** What became of one item that was worked on. */
export type Outcome =
  /** Its effect is applied. */
  | { readonly status: 'done' }
  /** It cannot be done; it goes to the dead letters and is not tried again. */
  | { readonly status: 'failed'; readonly code: string; readonly reason: string }
  /** It may succeed later; `throttled` when the server was only asked too fast. */
  | { readonly status: 'again'; readonly throttled: boolean; readonly reason: string }
  /** Its condition was not met: it may have been done before, and is asked about. */
  | { readonly status: 'unknown' };

const done: Outcome = { status: 'done' };

/** Reads the outcome of a conditional mutation from its part of an aliased request. */
export function outcomeOf(result: BatchResult<unknown>): Outcome {
  if (result.status === 'done') return done;
  const { error } = result;
  const reason = error.message;
  if (error.code === 'condition-failed') return { status: 'unknown' };
  // A throttled table, though AppSync itself had room.
  if (error instanceof GraphQLCallError && error.passing) return { status: 'again', throttled: true, reason };
  return { status: 'failed', code: error.code, reason };
}

/** Whether an item is to be tried again. */
export function isAgain(result: {
  readonly status: string;
}): result is Extract<Outcome, { status: 'again' }> {
  return result.status === 'again';
}
