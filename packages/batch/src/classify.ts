import { CallError } from '@postern/client';
import { BatchError } from './errors.ts';

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
 * @param isFatal - The caller's own word on errors that no further request would survive, such as a refused sign-in.
 */
export function classify(error: unknown, isFatal: (error: unknown) => boolean): Failure {
  if (error instanceof BatchError || isFatal(error)) return { kind: 'fatal' };
  // A bug in the job, or an item that it cannot take.
  if (!(error instanceof CallError)) return { kind: 'poison' };
  switch (error.code) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: retryAfterOf(error) };
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
    case 'condition-failed':
    case 'graphql':
      return { kind: 'poison' };
  }
}

function retryAfterOf(error: CallError): number | undefined {
  return 'retryAfterMs' in error ? (error.retryAfterMs as number | undefined) : undefined;
}
