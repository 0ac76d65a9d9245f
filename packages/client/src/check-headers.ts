/**
 * Looks at what a headers source gave.
 *
 * @throws TypeError when it is no plain object: without headers the server would refuse the call again and again.
 */
export function checkHeaders(given: unknown): asserts given is Readonly<Record<string, string>> {
  if (typeof given === 'object' && given !== null && !(Symbol.iterator in given)) return;
  const what = given?.constructor.name ?? String(given);
  throw new TypeError(`headers: the source gave ${what}; expected a plain object of names and values.`);
}
