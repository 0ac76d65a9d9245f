import {
  DeniedError,
  GraphQLCallError,
  NetworkError,
  ThrottledError,
  TimeoutError,
  UnauthorizedError,
  type CallError,
} from '../errors.ts';
import { deniedField } from '../reply.ts';
import type { ConnectionEnd } from './connection.ts';
import { errorsOf, type RealtimeErrorEntry, type ServerMessage } from './protocol.ts';

/** What an error of the server asks for. */
export type RefusalKind =
  /** The token: once with fresh headers. */
  | 'unauthorized'
  /** Patience. */
  | 'throttled'
  /** Patience too: the server is in trouble. */
  | 'trouble'
  /** Another socket: this one has as many subscriptions as it may. */
  | 'full'
  /** Nothing: this subscription is there already. */
  | 'known'
  /** Nothing that would help. */
  | 'final';

const unauthorized = new Set(['UnauthorizedException', 'NotAuthorizedException']);
// `LimitExceededError` is AppSync's word for too many at a time.
const throttled = /^(?:LimitExceeded|Throttling|TooManyRequests)/;
const trouble = /^(?:Internal(?:Failure|ServerError)|ServiceUnavailable)/;
const full = /^MaxSubscriptionsReached/;
const known = /^DuplicatedOperation/;

/** Sorts an `error` or `connection_error`. AWS's own client does not repeat 400, 401, 403 and their exceptions either. */
export function refusalKind(message: ServerMessage): RefusalKind {
  const errors = errorsOf(message);
  const is = (judge: (entry: RealtimeErrorEntry) => boolean): boolean => errors.some(judge);
  if (is(({ errorCode, errorType }) => errorCode === 401 || unauthorized.has(errorType ?? '')))
    return 'unauthorized';
  if (is(({ errorType }) => full.test(errorType ?? ''))) return 'full';
  if (is(({ errorType }) => known.test(errorType ?? ''))) return 'known';
  if (is(({ errorCode, errorType }) => errorCode === 429 || throttled.test(errorType ?? '')))
    return 'throttled';
  if (is(({ errorCode = 0, errorType }) => errorCode >= 500 || trouble.test(errorType ?? '')))
    return 'trouble';
  return 'final';
}

/** Whether what was refused may be given in a while. */
export function waits(kind: RefusalKind): boolean {
  return kind === 'throttled' || kind === 'trouble';
}

/** The error for a subscription that the server refused. */
export function refusalError(operationName: string, field: string, message: ServerMessage): CallError {
  const errors = errorsOf(message).map(({ message: said, errorType, path }) => ({
    message: said,
    errorType: errorType ?? null,
    path: path ?? null,
  }));
  const said = errors[0]?.message ?? 'no reason given';
  const kind = refusalKind(message);
  if (kind === 'unauthorized')
    return new UnauthorizedError(`${operationName}: the server refused the caller: ${said}`, {
      operationName,
    });
  if (kind === 'throttled' || kind === 'full')
    return new ThrottledError(`${operationName}: too many subscriptions or requests: ${said}`, {
      operationName,
    });
  const denied = errors.some(({ errorType }) => errorType === 'Unauthorized');
  if (denied) {
    const fields = [deniedField([field], said)];
    return new DeniedError(`${operationName}: ${said}`, { operationName, denied: fields });
  }
  return new GraphQLCallError(`${operationName}: ${said}`, {
    operationName,
    errors,
    passing: kind === 'trouble',
  });
}

/** The error for a connection that is not there, when nobody tries any longer. */
export function connectionError(operationName: string, host: string, end: ConnectionEnd): CallError {
  if (end.kind === 'refused') return refusalError(operationName, '', end.message);
  if (end.kind === 'timeout')
    return new TimeoutError(`${operationName}: no real-time connection to ${host} in time.`, {
      operationName,
    });
  const code = end.kind === 'broken' && end.code !== undefined ? ` (WebSocket code ${end.code})` : '';
  const cause = end.kind === 'broken' ? end.cause : undefined;
  return new NetworkError(`${operationName}: no real-time connection to ${host}${code}.`, {
    operationName,
    cause,
    mayHaveArrived: true,
  });
}

/** Whether the way to the server is in trouble, here or in the headers source, whose errors have a `code` as well. */
export function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return code === 'network' || code === 'timeout' || code === 'throttled';
}
