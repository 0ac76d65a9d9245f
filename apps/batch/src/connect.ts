import { userPoolSource, type UserPoolOptions, type UserPoolSource } from '@postern/auth';
import {
  countAttempts,
  createCircuitBreaker,
  createClient,
  type AttemptCounts,
  type BreakerReport,
  type CallObserver,
  type Client,
} from '@postern/client';
import type { Reach } from './reach.ts';

/** The service account's group, for the compiler: what it may never call does not compile. */
const identity = { groups: ['BatchProcessor'] } as const;

/** A client that calls as a member of BatchProcessor. */
export type ServiceClient = Client<typeof identity>;

/** Who calls, and where. */
export interface ConnectOptions extends UserPoolOptions {
  readonly graphqlEndpoint: string;
}

/** What a connection tells, and how it reaches the API. */
export interface ConnectExtras extends Reach {
  /** Told of every call. */
  readonly observer?: CallObserver | undefined;
  /** Told when the API is asked no more because it does not answer, and when it is again. */
  readonly onBreaker?: (report: BreakerReport) => void;
  /** Aborts when an API that does not answer is waited for no longer. */
  readonly drain?: AbortSignal;
}

/** The service account, ready to call. */
export interface Connection {
  readonly source: UserPoolSource;
  /** Repeats what may be repeated for a moment: for what somebody waits for. */
  readonly asker: ServiceClient;
  /** Repeats what may be repeated for up to two minutes: an API that is away for a while ends no run. */
  readonly reader: ServiceClient;
  /** Sends each request once, for a run that paces and repeats by itself; waits while the API does not answer at all. */
  readonly writer: ServiceClient;
  /** HTTP requests to the API so far. */
  readonly counts: AttemptCounts;
}

// A run asks seldom when requests fail, for the engine slows down by itself: failures in a row tell of a server that is away, where
// a share of the last while may never be reached.
const breakerOptions = { failuresInARow: 5, openMs: 1_000, maxOpenMs: 10_000 };

/** Joins who is calling with how to call. */
export function connect(
  { graphqlEndpoint: endpoint, ...account }: ConnectOptions,
  { fetch, observer, onBreaker, drain }: ConnectExtras = {},
): Connection {
  const source = userPoolSource(account);
  const { counts, onAttempt } = countAttempts();
  const told = { ...(fetch ? { fetch } : {}), ...(observer ? { observer } : {}) };
  const options = { endpoint, headers: source.headers, identity, onAttempt, ...told };
  const breaker = createCircuitBreaker({ ...breakerOptions, ...(onBreaker ? { onChange: onBreaker } : {}) });
  const patient = { ...options, breaker, waitWhileOpen: drain ?? true };
  return {
    source,
    counts,
    asker: createClient(options),
    // Its time ends first.
    reader: createClient({ ...patient, retry: { maxAttempts: 50 } }),
    writer: createClient({ ...patient, retry: { maxAttempts: 1 } }),
  };
}
