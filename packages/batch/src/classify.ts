import {
  CallError,
  CircuitOpenError,
  GraphQLCallError,
  HttpStatusError,
  NetworkError,
  ThrottledError,
  TimeoutError,
} from '@postern/client';
import { BatchError } from './errors.ts';
import { isNetworkTrouble } from './is-network-trouble.ts';
import { UnansweredError } from './within.ts';

/** What a failed request means for its items. */
export type Failure =
  /** Asked too fast; nothing was executed. */
  | { readonly kind: 'throttled'; readonly retryAfterMs?: number | undefined }
  /** The server or the way to it is in trouble; the request may have been executed, and an item in it may be the cause. */
  | {
      readonly kind: 'trouble';
      /** Nothing of the request was sent: no item can be the cause. @defaultValue `false` */
      readonly neverSent?: boolean;
      /** Nothing is to be sent for this long, in milliseconds. */
      readonly retryAfterMs?: number | undefined;
    }
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
  if (error instanceof NetworkError) return classifyNetwork(error);
  if (error instanceof TimeoutError) return { kind: 'trouble', neverSent: !error.mayHaveArrived };
  if (error instanceof HttpStatusError) return classifyStatus(error);
  // What is not of the network is a bug in the job, or an item that it cannot take.
  if (!(error instanceof CallError)) return { kind: isNetworkTrouble(error) ? 'trouble' : 'poison' };
  if (error.code === 'aborted') return { kind: 'aborted' };
  // The client has already asked for fresh credentials once.
  const isRefused = error.code === 'unauthorized' || error.code === 'denied';
  return { kind: isRefused ? 'fatal' : 'poison' };
}

function classifyNetwork(error: NetworkError): Failure {
  if (error.permanent) return { kind: 'fatal' };
  const retryAfterMs = error instanceof CircuitOpenError ? error.retryAfterMs : undefined;
  return { kind: 'trouble', neverSent: !error.mayHaveArrived, retryAfterMs };
}

// What a request may be refused for because of what is in it. All else without a GraphQL response tells of the server, a proxy's
// own page with the status 200 included.
const aboutContent: ReadonlySet<number | undefined> = new Set([400, 413, 422]);

function classifyStatus({ status, retryAfterMs }: HttpStatusError): Failure {
  return aboutContent.has(status) ? { kind: 'poison' } : { kind: 'trouble', retryAfterMs };
}
