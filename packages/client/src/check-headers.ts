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

/**
 * The error for headers that cannot be sent. It stands for the platform's own, which repeats the value: a token with a line break.
 * For after a failure: looking at each token before it is sent would cost every call.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5
 */
export function unsendable(headers: Sent): TypeError | undefined {
  for (const name in headers) {
    if (/[^\t -~\x80-\xff]/.test(headers[name] ?? ''))
      return new TypeError(`headers: "${name}" holds a line break, or no Latin-1.`);
  }
  return undefined;
}
