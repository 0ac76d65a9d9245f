import { randomUUID } from 'node:crypto';

/** How far an enqueuer has come with one part of its source. */
export interface PartitionCursor {
  /** Where to go on; absent at the beginning and at the end. */
  readonly next?: string;
  /** Items sent so far. */
  readonly items: number;
  /** Items that the queue will never take. @defaultValue `0` */
  readonly refused?: number;
  readonly done: boolean;
}

/** How far an enqueuer has come, as text or in a file. */
export interface CursorState {
  readonly job: string;
  /** The run's id: the same after a restart, so that an item which is sent twice has one effect. */
  readonly run: string;
  readonly startedAt: string;
  readonly partitions: Readonly<Record<string, PartitionCursor>>;
}

/** How far an enqueuer has come, kept somewhere. */
export interface Cursor {
  readonly state: CursorState;
  /** Notes that everything up to here is in the queue. @throws JournalWriteError */
  advance(partition: string, at: PartitionCursor): Promise<void>;
  /** Notes that there is nothing more: the next start begins a new run. @throws JournalWriteError */
  end(): Promise<void>;
}

/** The beginning of a run. */
export function freshState(job: string, run: string = randomUUID(), now = Date.now()): CursorState {
  return { job, run, startedAt: new Date(now).toISOString(), partitions: {} };
}

/** A cursor that ends with the process; its `state` can be sent to another, as a Lambda function does that runs out of time. */
export function memoryCursor(before: CursorState): Cursor {
  let state = before;
  return {
    get state() {
      return state;
    },
    advance: async (partition, at) => {
      state = { ...state, partitions: { ...state.partitions, [partition]: at } };
    },
    end: async () => undefined,
  };
}
