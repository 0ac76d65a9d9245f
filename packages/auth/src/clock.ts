/** The server's time, as far as its `Date` headers told it. */
export class ServerClock {
  readonly #now: () => number;
  #skewMs = 0;

  /** @param now - The local time, in milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Milliseconds since the epoch, by the server's clock. */
  now(): number {
    return this.#now() + this.#skewMs;
  }

  /** Takes a response's `Date` header into account. */
  observe(dateHeader: string | undefined): void {
    const at = Date.parse(dateHeader ?? '');
    if (!Number.isNaN(at)) this.#skewMs = at - this.#now();
  }
}
