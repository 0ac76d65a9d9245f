/**
 * Starts a timer of any length, `Infinity` included: the platform takes whole milliseconds in 31 bits, and calls at once for what
 * has more.
 *
 * @param ms - In milliseconds; what is less than none is none.
 */
export function startTimer(work: () => void, ms: number): ReturnType<typeof setTimeout> {
  return setTimeout(work, Math.max(0, Math.min(Math.ceil(ms), 2 ** 31 - 1)));
}
