/** The server's time, as far as it told it. */
export class ServerClock {
  readonly #now: () => number;
  #skewMs: number | undefined;

  /** @param now - The local time, in milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Milliseconds since the epoch, by the server's clock. */
  now(): number {
    return this.#now() + this.skewMs;
  }

  /** How far the server's clock is ahead of the local one; 0 while unknown. */
  get skewMs(): number {
    return this.#skewMs ?? 0;
  }

  /** Takes a response's `Date` header into account. */
  observe(dateHeader: string | undefined): void {
    const at = Date.parse(dateHeader ?? '');
    if (!Number.isNaN(at)) this.#skewMs = at - this.#now();
  }

  /** Takes a token that the server has just made into account: browsers do not show the `Date` header to scripts. */
  observeIssue(issuedAt: number): void {
    this.#skewMs ??= issuedAt - this.#now();
  }

  /** Believes an earlier measurement until there is one of its own. */
  assume(skewMs: number): void {
    this.#skewMs ??= skewMs;
  }
}
