/**
 * Reads a regular expression that names app clients, as AppSync's `clientId` and `appIdClientRegex` do: it has to match the
 * whole of a client's id.
 *
 * @param option - Whose value it is, for the error.
 * @param pattern - Undefined takes every client.
 * @throws TypeError when it is no regular expression.
 */
export function clientPattern(option: string, pattern: string | undefined): (client: string) => boolean {
  if (pattern === undefined) return () => true;
  try {
    const expression = new RegExp(`^(?:${pattern})$`);
    return (client) => expression.test(client);
  } catch (cause) {
    throw new TypeError(`${option} must be a regular expression, such as "web|batch"; got ${pattern}.`, {
      cause,
    });
  }
}
