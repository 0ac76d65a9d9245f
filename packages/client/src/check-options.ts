import { fromOneUp } from './check-number.ts';
import type { ClientOptions } from './options.ts';

/**
 * Looks at what a client is made with, so that a mistake is named here rather than in a call that fails for another reason.
 *
 * @throws TypeError naming the option, what it is and what would be right.
 */
export function checkOptions({ endpoint, headers, ...options }: ClientOptions): void {
  if (URL.canParse(endpoint) && !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new TypeError(`endpoint: "${endpoint}" begins with neither https:// nor http://.`);
  }
  if (typeof headers !== 'function') {
    throw new TypeError('headers: expected a function that gives them, such as () => ({ authorization }).');
  }
  const { attemptTimeoutMs = 1, timeoutMs = 1, retry = {}, realtime = {} } = options;
  aboveZero('attemptTimeoutMs', attemptTimeoutMs);
  aboveZero('timeoutMs', timeoutMs);
  fromOneUp('retry.maxAttempts', retry.maxAttempts ?? 1);
  for (const name of ['connectTimeoutMs', 'startTimeoutMs'] as const) {
    aboveZero(`realtime.${name}`, realtime[name] ?? 1);
  }
  for (const name of ['baseDelayMs', 'maxDelayMs'] as const) {
    fromZeroUp(`retry.${name}`, retry[name] ?? 0);
    fromZeroUp(`realtime.${name}`, realtime[name] ?? 0);
  }
}

function aboveZero(name: string, value: number): void {
  if (!(value > 0)) throw new TypeError(`${name}: ${value} is no number above zero.`);
}

function fromZeroUp(name: string, value: number): void {
  if (!(value >= 0)) throw new TypeError(`${name}: ${value} is no number from zero up.`);
}
