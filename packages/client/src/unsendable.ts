/**
 * The error for headers that cannot be sent. It stands for the platform's own, which repeats the value: a token with a line break.
 * For after a failure: looking at each token before it is sent would cost every call.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5
 */
export function unsendable(headers: Readonly<Record<string, string>>): TypeError | undefined {
  for (const name in headers) {
    if (/[^\t -~\x80-\xff]/.test(headers[name] ?? ''))
      return new TypeError(`headers: "${name}" holds a line break, or no Latin-1.`);
  }
  return undefined;
}
