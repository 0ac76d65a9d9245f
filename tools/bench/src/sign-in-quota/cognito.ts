import type { VirtualTime } from './virtual-time.ts';

/** What was asked of Cognito, by whom. */
export interface Demand {
  asked: number;
  refused: number;
}

const roundTripMs = 80;

/**
 * Cognito as its quota shows it: so many `InitiateAuth` a second, all user pools of an account and region together; what is
 * beyond is `TooManyRequestsException`. (`RespondToAuthChallenge` has a quota of its own, three times as large.)
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export class Cognito {
  readonly workers: Demand = { asked: 0, refused: 0 };
  readonly people: Demand = { asked: 0, refused: 0 };
  readonly #time: VirtualTime;
  readonly #ratePerSecond: number;
  #tokens: number;
  #filledAtMs = 0;

  constructor(time: VirtualTime, ratePerSecond: number) {
    this.#time = time;
    this.#ratePerSecond = ratePerSecond;
    this.#tokens = ratePerSecond;
  }

  /** Signs in by SRP: two round trips. @returns Whether it was let in. */
  async signIn(who: Demand): Promise<boolean> {
    who.asked += 1;
    await this.#time.sleep(roundTripMs);
    const { nowMs } = this.#time;
    const filled = this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * this.#ratePerSecond;
    this.#tokens = Math.min(this.#ratePerSecond, filled);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) {
      who.refused += 1;
      return false;
    }
    this.#tokens -= 1;
    await this.#time.sleep(roundTripMs);
    return true;
  }
}
