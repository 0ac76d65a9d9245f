import { CallError, type CallErrorCode } from './errors.ts';
import type { OperationKind } from './operation.ts';
import type { AttemptReport } from './options.ts';

/** A call that begins. No token, header or variable is in it, or in anything else that an observer is told. */
export interface CallStart {
  readonly operationName: string;
  readonly kind: OperationKind;
  /** Host and port of the endpoint. */
  readonly host: string;
  /** The kind of the client's `identity`, such as `user` or `iam`; undefined where it has none. */
  readonly identityKind: string | undefined;
  /** How many copies of the operation the request holds; 1 but for aliased batches. */
  readonly copies: number;
}

/** How a call ended. */
export interface CallEnd {
  /** HTTP attempts made. */
  readonly attempts: number;
  readonly durationMs: number;
  /** A {@link CallErrorCode}, or the name of another error's class; undefined when it ended well. */
  readonly error: CallErrorCode | (string & {}) | undefined;
}

/** One attempt that is observed. */
export interface AttemptObservation {
  /** Does the work, with whatever context it should have. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  end(report: AttemptReport): void;
}

/** One call that is observed. */
export interface CallObservation {
  startAttempt(attempt: number): AttemptObservation;
  end(end: CallEnd): void;
}

/** Told of every call and its attempts; `@postern/client/otel` makes one for OpenTelemetry. */
export interface CallObserver {
  startCall(start: CallStart): CallObservation;
}

/** Does a call's work and tells its observation how it ended. */
export async function observed<Outcome extends { readonly attempts: number }>(
  observation: CallObservation,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const startedAt = performance.now();
  const end = (attempts: number, error: string | undefined): void =>
    observation.end({ attempts, error, durationMs: performance.now() - startedAt });
  try {
    const outcome = await work();
    end(outcome.attempts, undefined);
    return outcome;
  } catch (error) {
    const known = error instanceof CallError;
    end(known ? error.attempts : 0, known ? error.code : ((error as Error | undefined)?.name ?? 'Error'));
    throw error;
  }
}
