/** The request that headers are wanted for; a signer needs all of it. */
export interface HeadersRequest {
  readonly url: string;
  readonly method: 'POST';
  /** The exact bytes that will be sent. */
  readonly body: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The headers of the attempt before, when the server refused it as unauthorized: bring others. */
  readonly rejected?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Yields the authorization headers of one attempt. It is asked again on every attempt, so that a retry carries a
 * fresh token.
 */
export type HeadersSource = (
  request: HeadersRequest,
) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
