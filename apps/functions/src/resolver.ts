import type { AwsCredentials } from '@postern/auth';
import type { Client } from '@postern/client';

/** What a function has to know of its API. */
export interface Environment {
  readonly graphqlEndpoint: string;
  readonly region: string;
  /** Of the functions' own role. */
  readonly credentials: AwsCredentials;
}

/** Resolves one custom operation, with a client that calls the API back. */
export type Resolver<Arguments> = (args: Arguments, client: Client) => Promise<unknown>;
