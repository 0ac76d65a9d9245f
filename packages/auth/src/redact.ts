/** A text without the secrets that somebody quoted in it. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first, so that one which holds another leaves no rest.
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return known.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}
