import { CallError, GraphQLCallError, ThrottledError } from '@postern/client';
import { BatchError } from './errors.ts';
import { UnansweredError } from './within.ts';

/** What a failed request means for its items. */
export type Failure =
  /** Asked too fast; nothing was executed. */
  | { readonly kind: 'throttled'; readonly retryAfterMs?: number | undefined }
  /** The server or the way to it is in trouble; the request may have been executed. */
  | { readonly kind: 'trouble' }
  /** Some item in it is the cause: found by halving the request. */
  | { readonly kind: 'poison' }
  /** The run was stopped. */
  | { readonly kind: 'aborted' }
  /** No further request would fare better. */
  | { readonly kind: 'fatal' };

/**
 * Judges what a job's `process` threw.
 *
 * @param byCaller - The caller's own word on errors that this package does not know, such as a refused sign-in.
 */
export function classify(error: unknown, byCaller: (error: unknown) => Failure | undefined): Failure {
  if (error instanceof BatchError) return { kind: 'fatal' };
  return byCaller(error) ?? classifyCall(error);
}

function classifyCall(error: unknown): Failure {
  if (error instanceof UnansweredError) return { kind: 'trouble' };
  if (error instanceof ThrottledError) return { kind: 'throttled', retryAfterMs: error.retryAfterMs };
  if (error instanceof GraphQLCallError) return { kind: error.passing ? 'throttled' : 'poison' };
  // A bug in the job, or an item that it cannot take.
  if (!(error instanceof CallError)) return { kind: 'poison' };
  switch (error.code) {
    case 'network':
    case 'timeout':
      return { kind: 'trouble' };
    case 'http-status':
      return { kind: (error.status ?? 500) >= 500 ? 'trouble' : 'poison' };
    case 'aborted':
      return { kind: 'aborted' };
    // The client has already asked for fresh credentials once.
    case 'unauthorized':
    case 'denied':
      return { kind: 'fatal' };
    default:
      return { kind: 'poison' };
  }
}
