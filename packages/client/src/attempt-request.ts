import type { HeadersRequest } from './headers.ts';
import type { Watch } from './watch.ts';

/** What a headers source is asked with. */
export class AttemptRequest implements HeadersRequest {
  readonly url: string;
  readonly method = 'POST';
  readonly body: string;
  readonly attempt: number;
  readonly rejected: Readonly<Record<string, string>> | undefined;
  readonly #watch: Watch;

  constructor(
    url: string,
    body: string,
    attempt: number,
    rejected: Readonly<Record<string, string>> | undefined,
    watch: Watch,
  ) {
    this.url = url;
    this.body = body;
    this.attempt = attempt;
    this.rejected = rejected;
    this.#watch = watch;
  }

  // Made for who looks at it.
  get signal(): AbortSignal {
    return this.#watch.signal;
  }
}
