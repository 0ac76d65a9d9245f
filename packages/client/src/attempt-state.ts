/** What is sent: a document and its variables. */
export interface Payload {
  readonly operationName: string;
  readonly text: string;
  readonly variables: object;
  /** How many copies of the operation the document holds. @defaultValue `1` */
  readonly copies?: number;
}

/** Where in a call's life an attempt stands. */
export interface AttemptState {
  readonly attempt: number;
  /** The headers of the attempt before, when it was refused as unauthorized. */
  readonly rejected: Readonly<Record<string, string>> | undefined;
  /** The caller's own signal. */
  readonly signal: AbortSignal | undefined;
  /** What is left of the time for the whole call. */
  readonly remainingMs: number;
  /** Told of the headers that the source gave. */
  readonly onHeaders: (headers: Readonly<Record<string, string>>) => void;
}
