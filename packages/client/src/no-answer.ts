import type { AttemptState, Payload } from './attempt-state.ts';
import { AbortedError, NetworkError, TimeoutError, type CallError } from './errors.ts';
import type { ResolvedOptions } from './options.ts';
import { NotSentError } from './post.ts';
import type { EndedBy } from './watch.ts';

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

// Somebody has closed the transport, here.
const closed = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED']);

/** The error of an attempt that ended without an answer, and by itself. */
export function noAnswer(
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
  if (closed.has(code ?? '')) {
    const message = `${operationName}: not answered, because the transport was closed.`;
    return new NetworkError(message, { ...details, mayHaveArrived, permanent: true });
  }
  if (untrusted.test(code ?? '')) {
    const message = `${operationName}: the certificate of ${host} is not trusted (${code}); give the transport its authority as \`ca\`, or Node in NODE_EXTRA_CA_CERTS.`;
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
