/** How the stub server behaves; every part may be changed in mid-run. */
export interface StubSettings {
  /** From a request's last byte to its answer, in milliseconds. */
  readonly latencyMs: number;
  /** Fields of mutations a second; 0 for as many as come. What is beyond is answered 429. */
  readonly fieldsPerSecond: number;
  /** Fields that may come at once. */
  readonly burst: number;
  /** What a field of a mutation takes from the bucket; the answer says it as AppSync's request tokens. */
  readonly tokensPerField: number;
  /** Items in the answer to a list query. */
  readonly listItems: number;
  /** Share of mutations whose connection breaks after they were applied. */
  readonly resetShare: number;
  /** Share of requests that are answered 503 before anything is applied. */
  readonly serverErrorShare: number;
  /** A token that is refused with 401; empty for none. */
  readonly refusedToken: string;
}

export const defaults: StubSettings = {
  latencyMs: 0,
  fieldsPerSecond: 0,
  burst: 200,
  tokensPerField: 1,
  listItems: 50,
  resetShare: 0,
  serverErrorShare: 0,
  refusedToken: '',
};

/** What the stub counted. */
export interface StubCounts {
  readonly requests: number;
  readonly throttled: number;
  /** Copies of mutations that were applied. */
  readonly applied: number;
  /** Records that were applied to, and those to which it happened more than once. */
  readonly records: number;
  readonly appliedTwice: number;
}
