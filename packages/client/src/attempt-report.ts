import type { CallErrorCode } from './errors.ts';
import type { OperationKind } from './operation.ts';

/** One HTTP attempt, as `onAttempt` is told of it. */
export interface AttemptReport {
  readonly operationName: string;
  readonly kind: OperationKind;
  readonly attempt: number;
  readonly durationMs: number;
  readonly status: number | undefined;
  /** What it ended in; undefined when it was answered without error. */
  readonly error: CallErrorCode | undefined;
  /** AppSync's `x-amzn-requestid`, for its logs. */
  readonly requestId: string | undefined;
  /** AppSync's `x-amzn-appsync-TokensConsumed`: what the request cost of the account's request tokens. */
  readonly tokensConsumed: number | undefined;
}
