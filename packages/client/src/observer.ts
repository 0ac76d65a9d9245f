import { CallError, type CallErrorCode } from './errors.ts';
import type { OperationKind } from './operation.ts';
import type { AttemptReport } from './attempt-report.ts';
import type { GapEvent } from './realtime/events.ts';

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

/** A connection for subscriptions that is to be made. */
export interface ConnectionStart {
  /** Host and port of the endpoint. */
  readonly host: string;
  /** The kind of the client's `identity`; undefined where it has none. */
  readonly identityKind: string | undefined;
  /** How often it was tried since the last connection that lasted, this time included. */
  readonly attempt: number;
}

/** Work with a beginning and an end that is observed. */
export interface WorkObservation {
  /** Does the work, with whatever context it should have. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  /** @param error - A {@link CallErrorCode}, or the name of another error's class; undefined when it ended well. */
  end(error: string | undefined): void;
}

/** One subscription that is observed. */
export interface SubscriptionObservation {
  /** It is asked for: the first time, again after a reconnect, or again after a refusal that passes. */
  startAttempt(attempt: number): WorkObservation;
  /** Its connection is gone; it will be asked for again. */
  lost(): void;
  /** Something was published. */
  data(): void;
  /** Something may have been missed. */
  gap(gap: GapEvent): void;
  /** It is over. @param error - as in {@link WorkObservation.end} */
  end(error: string | undefined): void;
}

/** Told of every call, its attempts and subscriptions; `@postern/client/otel` makes one for OpenTelemetry. */
export interface CallObserver {
  startCall(start: CallStart): CallObservation;
  /** Told of a subscription when it is made. */
  startSubscription?(start: Omit<CallStart, 'copies'>): SubscriptionObservation;
  /** Told of each try to connect for subscriptions. */
  startConnection?(start: ConnectionStart): WorkObservation;
}

/** What an observer is told of an error: its code, or the name of its class. */
export function nameOf(error: unknown): CallErrorCode | (string & {}) {
  return error instanceof CallError ? error.code : ((error as Error | undefined)?.name ?? 'Error');
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
    end(error instanceof CallError ? error.attempts : 0, nameOf(error));
    throw error;
  }
}
