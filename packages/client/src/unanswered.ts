import { AbortedError, GraphQLCallError, HttpStatusError, NetworkError, TimeoutError } from './errors.ts';

/** Errors of an attempt that has no answer. */
export type Unanswered = NetworkError | TimeoutError | AbortedError;

export function isUnanswered(error: unknown): error is Unanswered {
  return error instanceof NetworkError || error instanceof TimeoutError || error instanceof AbortedError;
}

/** Whether the server may have executed the request of an attempt that failed. */
export function mayHaveRun(error: unknown): boolean {
  if (isUnanswered(error)) return error.mayHaveArrived;
  return error instanceof HttpStatusError || error instanceof GraphQLCallError;
}
