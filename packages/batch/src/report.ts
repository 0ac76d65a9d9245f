/** Where a run stands. */
export interface Progress {
  /** Items that the source has given, those of earlier processes of this run included. */
  readonly items: number;
  readonly completed: number;
  readonly failed: number;
  /** Requests that the job's `process` was called for. */
  readonly requests: number;
  /** Of these, the ones that carried items for at least the second time. */
  readonly retries: number;
  /** Of these, the ones that the server refused because of their rate. */
  readonly throttled: number;
  /** Since this process began, in seconds. */
  readonly seconds: number;
  /** Requests that may be in flight now. */
  readonly concurrency: number;
  /** Items that a request may carry now. */
  readonly chunkSize: number;
}

/** How a run ended. */
export interface Report {
  readonly job: string;
  readonly run: string;
  /** `complete`: the source was read to its end; `interrupted`: drained on request; `stopped`: `error` says why. */
  readonly ended: 'complete' | 'interrupted' | 'stopped';
  /** All items of the run, those of earlier processes included. */
  readonly items: number;
  readonly completed: number;
  /** In the dead letters, each with its reason. */
  readonly failed: number;
  /** Read from the source and put back because the run ended; a restart does them. */
  readonly notStarted: number;
  /** Items for which none of the above can be said. Anything but 0 is a fault. */
  readonly lost: number;
  readonly requests: number;
  readonly retries: number;
  readonly throttled: number;
  /** Of this process, in seconds. */
  readonly seconds: number;
  /** Settled by this process, per second. */
  readonly itemsPerSecond: number;
  /** Settled by earlier processes of this run. */
  readonly earlier: { readonly completed: number; readonly failed: number };
  readonly error?: unknown;
}
