// Of the system, of DNS, and of undici, on which Node's fetch is built.
const codes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** Whether what a client that is not ours threw, such as the platform's `fetch`, tells of the way to a server, or of one that is silent. */
export function isNetworkTrouble(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    // `AbortSignal.timeout`
    if (at.name === 'TimeoutError' || ('code' in at && codes.has(at.code))) return true;
  }
  return false;
}
