import { userPoolSource, type UserPoolOptions, type UserPoolSource } from '@postern/auth';
import { countAttempts, createClient, type AttemptCounts, type Client } from '@postern/client';

/** The service account's group, for the compiler: what it may never call does not compile. */
const identity = { groups: ['BatchProcessor'] } as const;

/** A client that calls as a member of BatchProcessor. */
export type ServiceClient = Client<typeof identity>;

/** Who calls, and where. */
export interface ConnectOptions extends UserPoolOptions {
  readonly graphqlEndpoint: string;
}

/** The service account, ready to call. */
export interface Connection {
  readonly source: UserPoolSource;
  /** Repeats what may be repeated. */
  readonly reader: ServiceClient;
  /** Sends each request once, for a run that paces and repeats by itself. */
  readonly writer: ServiceClient;
  /** HTTP requests to the API so far. */
  readonly counts: AttemptCounts;
}

/** Joins who is calling with how to call. */
export function connect({ graphqlEndpoint: endpoint, ...account }: ConnectOptions): Connection {
  const source = userPoolSource(account);
  const { counts, onAttempt } = countAttempts();
  const options = { endpoint, headers: source.headers, identity, onAttempt };
  return {
    source,
    counts,
    reader: createClient(options),
    writer: createClient({ ...options, retry: { maxAttempts: 1 } }),
  };
}
