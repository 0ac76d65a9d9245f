/** What went wrong with a call; stable, for programs. */
export type CallErrorCode =
  | 'network'
  | 'timeout'
  | 'http-status'
  | 'throttled'
  | 'unauthorized'
  | 'denied'
  | 'condition-failed'
  | 'graphql'
  | 'aborted';

/** One entry of a GraphQL response's `errors`, as AppSync writes it. */
export interface GraphQLErrorEntry {
  readonly message: string;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly path?: readonly (string | number)[] | null;
}

/** A field that the caller may not read or call: it is `null` in the data, and this says why. */
export interface DeniedField {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Whose `@auth` rule refused it: the type and field that AppSync names; absent where it says otherwise. */
  readonly rule?: { readonly type: string; readonly field: string };
}

/** What every call error can say; none of it is a token or a variable's value, unless the server's words repeat one. */
export interface CallErrorDetails {
  readonly operationName: string;
  /** HTTP attempts made, the failed one included. */
  readonly attempts?: number;
  readonly status?: number | undefined;
  /** AppSync's `x-amzn-requestid`, for its logs. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** The family of all errors that a call can end in. A bug of ours or a wrong argument is not in it. */
export abstract class CallError extends Error {
  abstract readonly code: CallErrorCode;
  readonly operationName: string;
  attempts: number;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, details: CallErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.operationName = details.operationName;
    this.attempts = details.attempts ?? 1;
    this.status = details.status;
    this.requestId = details.requestId;
  }
}

/** The server could not be reached, or the connection broke. */
export class NetworkError extends CallError {
  override readonly code = 'network';
  /** False when no attempt of the call had a connection, so that the server cannot have seen any. */
  mayHaveArrived: boolean;
  /** True when another attempt would end in the same, as with a certificate that nobody here trusts, or a transport that was closed. */
  readonly permanent: boolean;

  constructor(message: string, details: CallErrorDetails & { mayHaveArrived: boolean; permanent?: boolean }) {
    super(message, details);
    this.mayHaveArrived = details.mayHaveArrived;
    this.permanent = details.permanent ?? false;
  }
}

/**
 * The circuit breaker is open: the server was not asked, because it did not answer others just now. A {@link NetworkError}, so
 * that who handles an unreachable server handles this as well.
 */
export class CircuitOpenError extends NetworkError {
  /** Until the breaker lets a probe through, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(message: string, details: CallErrorDetails & { retryAfterMs: number }) {
    super(message, { ...details, mayHaveArrived: false });
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** No answer within the time allowed. */
export class TimeoutError extends CallError {
  override readonly code = 'timeout';
  /** False when it waited for headers or for a socket all the time, so that nothing was sent, nor by an attempt before. */
  mayHaveArrived: boolean;

  constructor(message: string, details: CallErrorDetails & { mayHaveArrived?: boolean }) {
    super(message, details);
    this.mayHaveArrived = details.mayHaveArrived ?? true;
  }
}

/** An answer that is no GraphQL response, such as a 502 of a proxy. */
export class HttpStatusError extends CallError {
  override readonly code = 'http-status';
  /** What the server asked for in `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: CallErrorDetails & { retryAfterMs?: number | undefined }) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** HTTP 429, or AppSync's own throttling: nothing of the request was executed. */
export class ThrottledError extends CallError {
  override readonly code = 'throttled';
  /** What the server asked for in `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: CallErrorDetails & { retryAfterMs?: number | undefined }) {
    super(message, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The whole request was refused: no token, an expired or revoked one, or an API that does not take this kind. */
export class UnauthorizedError extends CallError {
  override readonly code = 'unauthorized';
}

/** Fields were refused: all root fields, or any field in strict mode. */
export class DeniedError extends CallError {
  override readonly code = 'denied';
  readonly denied: readonly DeniedField[];
  readonly data: unknown;

  constructor(
    message: string,
    details: CallErrorDetails & { denied: readonly DeniedField[]; data?: unknown },
  ) {
    super(message, details);
    this.denied = details.denied;
    this.data = details.data;
  }
}

/** A mutation's condition did not hold; nothing was written for it. */
export class ConditionFailedError extends CallError {
  override readonly code = 'condition-failed';
  /** What the server said, one entry for each condition. */
  readonly errors: readonly GraphQLErrorEntry[];
  /** What other root fields of the same operation gave. */
  readonly data: unknown;
  /** Fields in it that the caller may not read. */
  readonly denied: readonly DeniedField[];

  constructor(
    message: string,
    details: CallErrorDetails & {
      errors?: readonly GraphQLErrorEntry[];
      data?: unknown;
      denied?: readonly DeniedField[];
    },
  ) {
    super(message, details);
    this.errors = details.errors ?? [];
    this.data = details.data;
    this.denied = details.denied ?? [];
  }
}

/** The server answered with GraphQL errors; whatever data came with them is kept. */
export class GraphQLCallError extends CallError {
  override readonly code = 'graphql';
  readonly errors: readonly GraphQLErrorEntry[];
  readonly data: unknown;
  /** Fields in it that the caller may not read; they are not among `errors`. */
  readonly denied: readonly DeniedField[];
  /** Whether all `errors` tell of a passing state of the server, such as a throttled table. */
  readonly passing: boolean;

  constructor(
    message: string,
    details: CallErrorDetails & {
      errors: readonly GraphQLErrorEntry[];
      passing?: boolean;
      data?: unknown;
      denied?: readonly DeniedField[];
    },
  ) {
    super(message, details);
    this.errors = details.errors;
    this.passing = details.passing ?? false;
    this.data = details.data;
    this.denied = details.denied ?? [];
  }
}

/** The caller's `AbortSignal` ended the call. */
export class AbortedError extends CallError {
  override readonly code = 'aborted';
  /** False when nothing had been sent, nor by an attempt before. */
  mayHaveArrived: boolean;

  constructor(message: string, details: CallErrorDetails & { mayHaveArrived?: boolean }) {
    super(message, details);
    this.mayHaveArrived = details.mayHaveArrived ?? true;
  }
}
