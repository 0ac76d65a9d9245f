import { createServer, type Server, type Socket } from 'node:net';

/** A request, read whole. */
export interface StubRequest {
  /** Request line and headers, as they came. */
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
}

const headEnd = '\r\n\r\n';
const contentLength = /\r\ncontent-length: *(\d+)/i;

/**
 * A server for keep-alive HTTP/1.1 and bodies of a given length, which is what all clients here send. `node:http` costs twice
 * as much, on cores that those who are measured share.
 */
export function serveRequests(onRequest: (request: StubRequest) => void): Server {
  return createServer({ noDelay: true }, (socket) => {
    let waiting: Buffer | undefined;
    socket.on('data', (chunk: Buffer) => {
      waiting = waiting ? Buffer.concat([waiting, chunk]) : chunk;
      while (waiting) {
        const request = readRequest(waiting);
        if (!request) return;
        const { head, body, endsAt } = request;
        waiting = endsAt < waiting.length ? waiting.subarray(endsAt) : undefined;
        onRequest({ head, body, socket });
      }
    });
    // Who is measured may end as it likes.
    socket.on('error', () => socket.destroy());
  });
}

// Undefined while not all of it is there.
function readRequest(bytes: Buffer): (Omit<StubRequest, 'socket'> & { endsAt: number }) | undefined {
  const at = bytes.indexOf(headEnd);
  if (at < 0) return undefined;
  const head = bytes.toString('latin1', 0, at);
  const bodyAt = at + headEnd.length;
  const endsAt = bodyAt + Number(contentLength.exec(head)?.[1] ?? 0);
  if (endsAt > bytes.length) return undefined;
  return { head, body: bytes.toString('utf8', bodyAt, endsAt), endsAt };
}
