// What a refusal costs: so many requests that get through. So about one in as many is refused.
const price = 64;
const mostDebt = 100;
// Without a refusal for so many requests more is tried: first soon, then more seldom while the answer stays the same.
const firstQuiet = 24;
const longestQuiet = 64;
const lessOften = 1.5;
// The answer counts as the same within this share.
const same = 0.05;
// What was measured over less than this many requests is rough, and is looked at again soon.
const roughRequests = 16;
const roughQuiet = 12;
// A server that takes few requests is asked for more after this time.
const longQuietMs = 15_000;
// Or after this, where others take a part of it.
const sharedQuietMs = 1_000;

/** Says when to try whether the server takes more than it did: often enough to notice, seldom enough not to be a nuisance. */
export class TryMore {
  #quiet = firstQuiet;
  #requests = 0;
  #debt = 0;
  #rough = true;
  #isShared = false;

  /** A request got through. */
  passed(): void {
    this.#requests += 1;
    this.#debt = Math.max(0, this.#debt - 1);
  }

  /** A request was refused, of whatever overload. */
  paid(): void {
    this.#debt = Math.min(mostDebt, this.#debt + price);
  }

  /**
   * @param requests - What got through since the overload before this one, in requests.
   * @param isOthers - It came without more being tried: somebody else took what there was, and has to be held against.
   */
  overloaded(requests: number, isOthers: boolean): void {
    this.#requests = 0;
    this.#isShared = isOthers;
    if (isOthers) this.#debt = 0;
    this.#rough = requests < roughRequests;
    if (this.#rough) this.#debt = Math.min(this.#debt, firstQuiet);
  }

  /** The inflow was measured. */
  measured(inflow: number, before: number | undefined): void {
    if (before === undefined) return;
    const isSame = Math.abs(inflow / before - 1) < same;
    this.#quiet = isSame ? Math.min(longestQuiet, this.#quiet * lessOften) : firstQuiet;
  }

  /** The server's limit has changed. */
  startAgain(): void {
    this.#quiet = firstQuiet;
  }

  isTime(sinceMs: number): boolean {
    const quiet = this.#rough ? roughQuiet : this.#quiet;
    return (
      (this.#requests >= quiet && this.#debt === 0) ||
      sinceMs > (this.#isShared ? sharedQuietMs : longQuietMs)
    );
  }
}
