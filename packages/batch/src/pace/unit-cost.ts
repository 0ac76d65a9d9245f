// How much of an average the latest request is.
const latest = 0.3;

/**
 * Learns what an item costs in the server's own unit, for each kind of request. AppSync says in the header
 * `x-amzn-appsync-TokensConsumed` what a request took of the account's request tokens per second; where it says nothing, an item
 * costs 1.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/appsync.html#limits_appsync
 */
export class UnitCost {
  readonly #perItem = new Map<string, number>();
  #last = 1;

  /** What a request will probably cost. */
  of(items: number, kind: string): number {
    return items * (this.#perItem.get(kind) ?? this.#last);
  }

  /** Notes what a request has cost; undefined where the server did not say. */
  learn(items: number, kind: string, tokens: number | undefined): void {
    if (tokens === undefined || !(tokens > 0) || items < 1) return;
    const known = this.#perItem.get(kind);
    const now = tokens / items;
    this.#last = known === undefined ? now : known + (now - known) * latest;
    this.#perItem.set(kind, this.#last);
  }
}
