import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificates.ts';

// Not imported: that reads all that the module exports, and Node loads its whole `fetch` for one of them, a tenth of the
// time until the first answer.
const { createServer } = process.getBuiltinModule('node:http');

/** What a port is served with. */
export interface PortOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly answer: RequestListener;
  readonly upgrade: (...args: Parameters<UpgradeListener>) => void;
  /** For TLS; asked for when the first client speaks it. */
  readonly certificate: () => Promise<Certificate>;
}

type UpgradeListener = (request: Parameters<RequestListener>[0], socket: Duplex, head: Buffer) => void;
type ConnectionListener = (socket: Socket) => void;

/** A port that is served. */
export interface OpenPort {
  readonly port: number;
  /** Answers under way are finished, idle connections closed, and after a while the others too. */
  close(): Promise<void>;
}

const keepAliveMs = 65_000;
// How long an answer that is being made may take when the server stops.
const graceMs = 2000;
// The first byte of a TLS handshake, which no request begins with.
const tlsHandshake = 0x16;

/**
 * Listens on 127.0.0.1 for HTTP and for TLS on the same port: AWS's client asks for `wss:` whatever the API's URL says.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function openPort(options: PortOptions): Promise<OpenPort> {
  const plain = equip(createServer(options.answer), options);
  const [serve] = plain.listeners('connection') as ConnectionListener[];
  plain.removeAllListeners('connection');
  const sockets = new Set<Socket>();
  let secure: Promise<Server> | undefined;
  plain.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Whoever takes the socket over listens for errors too; until then one only means that the client left.
    socket.on('error', () => socket.destroy());
    peek(socket, (first) => {
      if (first !== tlsHandshake) return serve?.call(plain, socket);
      secure ??= makeSecure(options);
      secure.then((server) => server.emit('connection', socket)).catch(() => socket.destroy());
    });
  });
  await new Promise<void>((resolve, reject) => {
    plain.once('error', reject);
    plain.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (plain.address() as AddressInfo).port,
    close: async () => closeAll(plain, await secure, sockets),
  };
}

function equip<Kind extends Server>(server: Kind, { upgrade }: PortOptions): Kind {
  // Longer than clients keep theirs, so that no request meets a closing connection.
  server.keepAliveTimeout = keepAliveMs;
  server.on('upgrade', upgrade);
  return server;
}

async function makeSecure(options: PortOptions): Promise<Server> {
  const [{ createServer: createSecureServer }, { certificate, key }] = await Promise.all([
    import('node:https'),
    options.certificate(),
  ]);
  return equip(createSecureServer({ cert: certificate, key }, options.answer) as unknown as Server, options);
}

// Puts the byte back, so that whoever serves the socket reads from the start.
function peek(socket: Socket, then: (first: number) => void): void {
  const look = (): void => {
    const bytes = socket.read(1) as Buffer | null;
    if (!bytes) return void socket.once('readable', look);
    socket.unshift(bytes);
    then(bytes[0] ?? 0);
  };
  look();
}

async function closeAll(
  plain: Server,
  secure: Server | undefined,
  sockets: ReadonlySet<Socket>,
): Promise<void> {
  const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs);
  // A connection that turns idle after `close` would otherwise stay until its keep-alive ends.
  const sweep = setInterval(() => closeIdle(plain, secure, sockets), 10);
  await new Promise<void>((resolve) => {
    plain.close(() => resolve());
  });
  clearTimeout(late);
  clearInterval(sweep);
}

function closeIdle(plain: Server, secure: Server | undefined, sockets: ReadonlySet<Socket>): void {
  plain.closeIdleConnections();
  secure?.closeIdleConnections();
  // Connections that never said a word belong to neither.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
}
