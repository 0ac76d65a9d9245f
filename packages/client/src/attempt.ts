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
import { orEnded } from './or-ended.ts';
import { NotSentError, type AnswerHeaders } from './post.ts';
import type { Reply } from './reply.ts';
import { Watch, type EndedBy } from './watch.ts';

/** What is sent: a document and its variables. */
export interface Payload {
  readonly operationName: string;
  readonly text: string;
  readonly variables: object;
  /** How many copies of the operation the document holds. @defaultValue `1` */
  readonly copies?: number;
}

/** Where in a call's life an attempt stands. */
export interface AttemptState {
  readonly attempt: number;
  /** The headers of the attempt before, when it was refused as unauthorized. */
  readonly rejected: Readonly<Record<string, string>> | undefined;
  /** The caller's own signal. */
  readonly signal: AbortSignal | undefined;
  /** What is left of the time for the whole call. */
  readonly remainingMs: number;
  /** Told of the headers that the source gave. */
  readonly onHeaders: (headers: Readonly<Record<string, string>>) => void;
}

/** How far an attempt came. */
interface Progress {
  stage: 'credentials' | 'sent' | 'answered';
  status: number;
  headers: AnswerHeaders;
}

/**
 * Sends a request once.
 *
 * @throws NetworkError, TimeoutError or AbortedError when there is no answer, and whatever the headers source throws.
 */
export async function send(payload: Payload, state: AttemptState, options: ResolvedOptions): Promise<Reply> {
  const watch = new Watch(options.attemptTimeoutMs, state.remainingMs, state.signal);
  const progress: Progress = { stage: 'credentials', status: 0, headers: noHeaders };
  const client = new GraphQLClient(options.endpoint, {
    fetch: authorizedFetch(state, options, watch, progress),
    errorPolicy: 'all',
    excludeOperationName: true,
  });
  try {
    const { data, errors } = await client.rawRequest<Record<string, unknown> | null>(
      payload.text,
      payload.variables,
    );
    return { status: progress.status, headers: progress.headers, data, errors: entries(errors) };
  } catch (error) {
    const by = watch.endedBy;
    if (by !== undefined) {
      const mayHaveArrived = progress.stage !== 'credentials' && !(error instanceof NotSentError);
      const { attempt, signal } = state;
      throw endedError(by, payload, options, { attempts: attempt, mayHaveArrived, reason: signal?.reason });
    }
    if (progress.stage === 'credentials') throw error;
    if (progress.stage === 'sent') throw noAnswer(error, payload, state, options);
    // A ClientError holds the variables; only what the server said is taken out of it.
    const response = error instanceof ClientError ? error.response : undefined;
    return {
      status: progress.status,
      headers: progress.headers,
      data: response?.data as Reply['data'],
      errors: entries(response?.errors),
    };
  } finally {
    watch.stop();
  }
}

const noHeaders: AnswerHeaders = { get: () => null };

// What graphql-request sends as well; written here so that nobody has to make a `Headers` of them.
const ofGraphQL = {
  accept: 'application/graphql-response+json, application/json',
  'content-type': 'application/json',
};

// graphql-request writes the body; its fetch is ours, so that a signer sees the very bytes that are sent.
function authorizedFetch(
  { attempt, rejected, onHeaders }: AttemptState,
  { endpoint, headers: source, post }: ResolvedOptions,
  watch: Watch,
  progress: Progress,
): typeof fetch {
  return async (_input, init) => {
    const body = String(init?.body);
    const given = await orEnded(source(new AttemptRequest(endpoint, body, attempt, rejected, watch)), watch);
    onHeaders(given);
    const wanted: Record<string, string> = { ...ofGraphQL };
    for (const name in given) wanted[name.toLowerCase()] = given[name] ?? '';
    progress.stage = 'sent';
    const { status, headers, text } = await post(endpoint, body, wanted, watch);
    progress.stage = 'answered';
    progress.status = status;
    progress.headers = headers;
    const ok = status >= 200 && status < 300;
    return { status, ok, headers, text: () => Promise.resolve(text) } as Response;
  };
}

class AttemptRequest implements HeadersRequest {
  readonly url: string;
  readonly method = 'POST';
  readonly body: string;
  readonly attempt: number;
  readonly rejected: Readonly<Record<string, string>> | undefined;
  readonly #watch: Watch;

  constructor(
    url: string,
    body: string,
    attempt: number,
    rejected: Readonly<Record<string, string>> | undefined,
    watch: Watch,
  ) {
    this.url = url;
    this.body = body;
    this.attempt = attempt;
    this.rejected = rejected;
    this.#watch = watch;
  }

  // Made for who looks at it.
  get signal(): AbortSignal {
    return this.#watch.signal;
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

// Node's codes for certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes
const untrusted = /^(?:CERT_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_)/;
const timedOut = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function noAnswer(
  error: unknown,
  { operationName }: Payload,
  { attempt }: AttemptState,
  { host }: ResolvedOptions,
): CallError {
  const cause = error instanceof NotSentError ? error.cause : error;
  const details = { operationName, attempts: attempt, cause };
  const code = codeOf(error);
  if (timedOut.has(code ?? '')) {
    return new TimeoutError(`${operationName}: ${host} took too long to answer (${code}).`, details);
  }
  const mayHaveArrived = !(error instanceof NotSentError || neverConnected.has(code ?? ''));
  if (untrusted.test(code ?? '')) {
    const message = `${operationName}: the certificate of ${host} is not trusted (${code}); give the transport its authority as \`ca\`.`;
    return new NetworkError(message, { ...details, mayHaveArrived, permanent: true });
  }
  const why = code ?? (cause instanceof Error ? cause.message : 'unknown');
  const message = `${operationName}: cannot reach ${host} (${why}).`;
  return new NetworkError(message, { ...details, mayHaveArrived });
}

/** The error of a call that a time or its caller ended. */
export function endedError(
  by: EndedBy,
  { operationName }: Payload,
  { host, attemptTimeoutMs, timeoutMs }: ResolvedOptions,
  { reason, ...known }: { attempts: number; mayHaveArrived: boolean; reason?: unknown },
): CallError {
  const details = { operationName, ...known };
  if (by === 'caller') return new AbortedError(`${operationName}: aborted.`, { ...details, cause: reason });
  if (by === 'call') return new TimeoutError(`${operationName}: gave up after ${timeoutMs} ms.`, details);
  const message = `${operationName}: no answer from ${host} within ${attemptTimeoutMs} ms.`;
  return new TimeoutError(message, details);
}

function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}
