/** How a request went, as far as the pace is concerned. */
export interface Feedback {
  /** Items in the request. */
  readonly items: number;
  /** When it was sent, by the run's clock, in milliseconds. */
  readonly sentAtMs: number;
  /** When its answer came. */
  readonly nowMs: number;
  /** What the server says that the request cost, in its own unit; undefined where it says nothing. */
  readonly tokens?: number | undefined;
  /** Requests of one kind cost about the same for each item. @defaultValue `''` */
  readonly kind?: string | undefined;
  /** What the server asked for in `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** Decides how much is under way at a time. One pace may be shared by several runs against one API. */
export interface Pace {
  /** Requests that may be in flight now. */
  readonly concurrency: number;
  /** Items that the next request may carry. */
  readonly chunkSize: number;
  /** Nothing is to be sent before this time of the run's clock, in milliseconds. */
  readonly holdUntilMs: number;
  /** Told of every request when it is sent, with the items in it and its {@link Feedback.kind}. */
  launched(items: number, nowMs: number, kind?: string): void;
  succeeded(feedback: Feedback): void;
  /** The server refused the request because of its rate (HTTP 429 and the like). */
  throttled(feedback: Feedback): void;
  /** No answer, or one that says that the server is in trouble. */
  failed(feedback: Feedback): void;
}
