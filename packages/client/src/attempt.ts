import { ClientError, GraphQLClient } from 'graphql-request';
import {
  AbortedError,
  NetworkError,
  TimeoutError,
  type CallError,
  type GraphQLErrorEntry,
} from './errors.ts';
import type { HeadersRequest } from './headers.ts';
import type { ResolvedOptions } from './options.ts';
import type { Reply } from './reply.ts';

/** What is sent: a document and its variables. */
export interface Payload {
  readonly operationName: string;
  readonly text: string;
  readonly variables: object;
}

/** Where in a call's life an attempt stands. */
export interface AttemptState {
  readonly attempt: number;
  /** The headers of the attempt before, when it was refused as unauthorized. */
  readonly rejected: Readonly<Record<string, string>> | undefined;
  /** The caller's own signal joined with the whole call's deadline. */
  readonly signal: AbortSignal;
  /** The whole call's deadline alone. */
  readonly deadline: AbortSignal;
  /** Told of the headers that the source gave. */
  readonly onHeaders: (headers: Readonly<Record<string, string>>) => void;
}

/**
 * Sends a request once.
 *
 * @throws NetworkError, TimeoutError or AbortedError when there is no answer, and whatever the headers source throws.
 */
export async function send(payload: Payload, state: AttemptState, options: ResolvedOptions): Promise<Reply> {
  const timeout = AbortSignal.timeout(options.attemptTimeoutMs);
  const signal = AbortSignal.any([state.signal, timeout]);
  const seen: { status?: number; headers?: Headers; credentials?: unknown } = {};
  // graphql-request writes the body; its fetch is ours, so that a signer sees the very bytes that are sent.
  const authorizedFetch: typeof fetch = async (input, init) => {
    const body = String(init?.body);
    const { attempt, rejected } = state;
    const wanted: HeadersRequest = { url: options.endpoint, method: 'POST', body, attempt, rejected, signal };
    const headers = new Headers(init?.headers);
    try {
      const given = await options.headers(wanted);
      state.onHeaders(given);
      for (const [name, value] of Object.entries(given)) headers.set(name, value);
    } catch (error) {
      seen.credentials = error;
      throw error;
    }
    const response = await options.fetch(input, { ...init, headers, signal });
    seen.status = response.status;
    seen.headers = response.headers;
    return response;
  };
  const client = new GraphQLClient(options.endpoint, {
    fetch: authorizedFetch,
    errorPolicy: 'all',
    excludeOperationName: true,
  });
  try {
    const { data, errors } = await client.rawRequest<Record<string, unknown> | null>(
      payload.text,
      payload.variables,
    );
    return {
      status: seen.status ?? 200,
      headers: seen.headers ?? new Headers(),
      data,
      errors: entries(errors),
    };
  } catch (error) {
    if (seen.credentials !== undefined) throw seen.credentials as Error;
    // A body that broke off is no answer either.
    if (seen.status === undefined || signal.aborted) throw noAnswer(error, payload, state, timeout, options);
    // A ClientError holds the variables; only what the server said is taken out of it.
    const response = error instanceof ClientError ? error.response : undefined;
    return {
      status: seen.status,
      headers: seen.headers ?? new Headers(),
      data: response?.data as Reply['data'],
      errors: entries(response?.errors),
    };
  }
}

function entries(errors: unknown): GraphQLErrorEntry[] {
  return Array.isArray(errors) ? errors : [];
}

// The codes of a connection that was never made.
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function noAnswer(
  error: unknown,
  payload: Payload,
  state: AttemptState,
  timeout: AbortSignal,
  options: ResolvedOptions,
): CallError {
  const { operationName } = payload;
  const details = { operationName, attempts: state.attempt };
  const { host } = new URL(options.endpoint);
  if (state.signal.aborted) return endedError(payload, state.attempt, state, options);
  if (timeout.aborted) {
    const message = `${operationName}: no answer from ${host} within ${options.attemptTimeoutMs} ms.`;
    return new TimeoutError(message, details);
  }
  const code = codeOf(error);
  const why = code ?? (error instanceof Error ? error.message : 'unknown');
  return new NetworkError(`${operationName}: cannot reach ${host} (${why}).`, {
    ...details,
    cause: error,
    mayHaveArrived: !neverConnected.has(code ?? ''),
  });
}

/** The error of a call that its own deadline or its caller ended. */
export function endedError(
  { operationName }: Payload,
  attempts: number,
  { signal, deadline }: Pick<AttemptState, 'signal' | 'deadline'>,
  { timeoutMs }: ResolvedOptions,
): CallError {
  const details = { operationName, attempts };
  // The caller's own signal may be a timeout as well; only the deadline's very reason is ours.
  if (signal.reason === deadline.reason) {
    return new TimeoutError(`${operationName}: gave up after ${timeoutMs} ms.`, details);
  }
  return new AbortedError(`${operationName}: aborted.`, { ...details, cause: signal.reason });
}

function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}
