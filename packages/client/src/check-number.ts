/**
 * Looks at a number that somebody chose.
 *
 * @throws TypeError when it is none, or less than one.
 */
export function fromOneUp(name: string, value: number): void {
  if (!(value >= 1)) throw new TypeError(`${name}: ${value} is no number from one up.`);
}
