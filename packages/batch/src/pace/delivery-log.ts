// What is older says nothing about the server of now.
const keepMs = 4_000;

/** When how many items got through: what a server allows shows in what it delivers while it refuses. */
export class DeliveryLog {
  #times: number[] = [];
  /** Items delivered before each of the times, and at the end all of them. */
  #totals: number[] = [0];

  add(atMs: number, items: number): void {
    this.#times.push(atMs);
    this.#totals.push((this.#totals.at(-1) ?? 0) + items);
    if (this.#times.length < 4_096) return;
    const first = this.#countUpTo(atMs - keepMs);
    this.#times = this.#times.slice(first);
    this.#totals = this.#totals.slice(first);
  }

  /** Items delivered after one time and up to another, in milliseconds. */
  between(fromMs: number, toMs: number): number {
    const totalAt = (atMs: number): number => this.#totals[this.#countUpTo(atMs)] ?? 0;
    return totalAt(toMs) - totalAt(fromMs);
  }

  #countUpTo(atMs: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
