import type { DeniedField, GraphQLErrorEntry } from '../errors.ts';

/** Something that was published. */
export interface DataEvent<Result> {
  readonly type: 'data';
  /** Only what the mutation selected; AppSync delivers the other fields as null. */
  readonly data: Result;
  /** Fields that the caller may not read. */
  readonly denied: readonly DeniedField[];
  /** Other fields that failed. */
  readonly errors: readonly GraphQLErrorEntry[];
}

/** A span of time in which events were missed: read what may have changed since `from` with a query. */
export interface GapEvent {
  readonly type: 'gap';
  /** `reconnect`: the connection was lost, and nobody knows what was missed. `slow-reader`: the buffer was full. */
  readonly reason: 'reconnect' | 'slow-reader';
  /**
   * When the connection was last heard of, or the first dropped event came, less two seconds: what was lost was published a
   * little earlier than anybody here could have known.
   */
  readonly from: Date;
  /** When the subscription was confirmed again, or the last dropped event came. */
  readonly to: Date;
  /** How many events were dropped; undefined after a reconnect, when nobody can know. */
  readonly dropped: number | undefined;
}

/** The time before `at` in which something may have been published that had not come by then. */
export function gapFrom(at: Date): Date {
  return new Date(at.getTime() - 2_000);
}

/** What a subscription yields. */
export type SubscriptionEvent<Result> = DataEvent<Result> | GapEvent;
