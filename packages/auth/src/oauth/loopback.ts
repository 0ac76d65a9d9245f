import { createServer, type ServerResponse } from 'node:http';
import { AuthError } from '../errors.ts';

/** Waits on this machine for the browser to come back. */
export interface Loopback {
  /** The query of the address that the browser came back to. @throws AuthError `sign-in-needed` when it never does. */
  readonly answer: Promise<URL>;
  close(): void;
}

const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`;

/**
 * Listens at a redirect address of this machine.
 *
 * @param accepts - Whether the browser brought what it was sent for; anything else gets an error page and is waited out.
 * @throws AuthError `not-configured` when it is not an address of this machine, or somebody else listens there.
 */
export async function listenFor(
  redirectUri: string,
  accepts: (address: URL) => boolean,
  timeoutMs: number,
): Promise<Loopback> {
  const { port = '', pathname, hostname = '', protocol } = URL.parse(redirectUri) ?? {};
  if (protocol !== 'http:' || !['localhost', '127.0.0.1'].includes(hostname)) {
    const message = `The option redirectUri is ${redirectUri}; for a sign-in from a terminal it is http://localhost:PORT/PATH.`;
    throw new AuthError('not-configured', message);
  }
  const { promise, resolve, reject } = Promise.withResolvers<URL>();
  // It may be late before anybody waits for it.
  promise.catch(() => undefined);
  const server = createServer((request, response) => {
    // Any page in the browser may ask for anything here.
    const address = URL.parse(request.url ?? '', redirectUri);
    if (request.method !== 'GET' || !address || address.pathname !== pathname)
      return reply(response, 404, 'Not found', '');
    if (!accepts(address)) {
      return reply(response, 400, 'Not signed in', 'This is not the sign-in that was begun. Begin it again.');
    }
    reply(response, 200, 'Back to the terminal', 'You can close this window.');
    resolve(address);
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', (error) => fail(taken(error, redirectUri)));
    server.listen(port === '' ? 80 : Number(port), '127.0.0.1', ready);
  });
  const late = `Nobody signed in in the browser within ${timeoutMs / 1000} s. Try again; if it shows an error, check that the app client has the callback URL ${redirectUri}.`;
  const timer = setTimeout(() => reject(new AuthError('sign-in-needed', late)), timeoutMs);
  return {
    answer: promise,
    close: () => {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

function reply(response: ServerResponse, status: number, title: string, text: string): void {
  // The address holds a code: no other page is told of it, and no cache keeps it.
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'",
    connection: 'close',
  });
  response.end(page(title, text));
}

function taken(error: Error, redirectUri: string): AuthError {
  const code = 'code' in error ? String(error.code) : error.name;
  return new AuthError(
    'not-configured',
    `Cannot listen at ${redirectUri} (${code}). End what listens there, or register another redirect address.`,
  );
}
