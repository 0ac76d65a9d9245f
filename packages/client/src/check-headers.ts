type Sent = Readonly<Record<string, string>>;

/**
 * Looks at what a headers source gave.
 *
 * @throws TypeError when it is no plain object: without headers the server would refuse the call again and again.
 */
export function checkHeaders(given: unknown): asserts given is Sent {
  if (typeof given === 'object' && given !== null && !(Symbol.iterator in given)) return;
  const what = given?.constructor.name ?? String(given);
  throw new TypeError(`headers: the source gave ${what}; expected a plain object of names and values.`);
}

// What a field's value may consist of: https://www.rfc-editor.org/rfc/rfc9110#section-5.5
const impossible = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The error for headers that cannot be sent. It stands for the platform's own, which repeats the value: a token with a line break.
 * For after a failure: looking at each token before it is sent would cost every call.
 */
export function unsendable(headers: Sent): TypeError | undefined {
  const name = Object.keys(headers).find((key) => impossible.test(headers[key] ?? ''));
  if (name === undefined) return undefined;
  return new TypeError(`headers: "${name}" cannot be sent: it holds a line break, or what is not Latin-1.`);
}
