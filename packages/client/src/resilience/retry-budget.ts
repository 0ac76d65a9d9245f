/** How many repeated requests a server in trouble may be sent. */
export interface RetryBudgetOptions {
  /** Repeats that are there from the start, and never more than these. @defaultValue `100` */
  readonly reserve?: number;
  /** Repeats that each success earns. @defaultValue `0.2`: one for five */
  readonly perSuccess?: number;
  /** Repeats that each second earns, so that a quiet client recovers after an outage. @defaultValue `1` */
  readonly perSecond?: number;
  /** Milliseconds that only grow. @defaultValue `performance.now` */
  readonly now?: () => number;
}

/**
 * Bounds the repeats of all calls together. One call's attempts are bounded anyway; but when every call repeats five times, a
 * dying server gets five times its load. With a budget it gets `perSuccess` more.
 */
export interface RetryBudget {
  /** Repeats that are left. */
  readonly left: number;
  /** Repeats that were refused. */
  readonly refused: number;
  /** Takes one, if there is one. */
  withdraw(): boolean;
  /** Told of each success. */
  deposit(): void;
}

/**
 * Makes a retry budget; hand one to several clients of a server to bound them together.
 *
 * @throws TypeError when a number is negative or none.
 */
export function createRetryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  const { reserve = 100, perSuccess = 0.2, perSecond = 1, now = () => performance.now() } = options;
  for (const [name, value] of Object.entries({ reserve, perSuccess, perSecond })) {
    if (!(value >= 0)) throw new TypeError(`${name}: ${String(value)} is no number from zero up.`);
  }
  let tokens = reserve;
  let at = now();
  let refused = 0;
  const add = (amount: number): void => void (tokens = Math.min(reserve, tokens + amount));
  const pass = (): void => {
    const then = at;
    at = now();
    add(((at - then) / 1000) * perSecond);
  };
  return {
    get left() {
      pass();
      return Math.floor(tokens);
    },
    get refused() {
      return refused;
    },
    withdraw() {
      pass();
      if (tokens < 1) {
        refused += 1;
        return false;
      }
      tokens -= 1;
      return true;
    },
    deposit: () => add(perSuccess),
  };
}
