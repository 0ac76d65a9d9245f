/** The request that headers are wanted for; a signer needs all of it. */
export interface HeadersRequest {
  readonly url: string;
  readonly method: 'POST';
  /** The exact bytes that will be sent. */
  readonly body: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** True when the server has just refused the whole request as unauthorized: bring a fresh token. */
  readonly rejected: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Yields the authorization headers of one attempt. It is asked again on every attempt, so that a retry carries a
 * fresh token.
 */
export type HeadersSource = (
  request: HeadersRequest,
) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
