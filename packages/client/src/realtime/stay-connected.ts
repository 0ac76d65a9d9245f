import { delay } from '../delay.ts';
import { nameOf } from '../observer.ts';
import type { ResolvedOptions } from '../options.ts';
import { askHeaders } from './ask-headers.ts';
import { openConnection, type Connection, type ConnectionEnd } from './connection.ts';
import { connectionError, isPassing, refusalKind, waits } from './failures.ts';
import { authorizationOf, subprotocols, type ServerMessage } from './protocol.ts';
import type { SocketState } from './realtime-options.ts';

type Headers = Readonly<Record<string, string>>;

/** Whom a connection is for. */
export interface Served {
  receive(message: ServerMessage): void;
  /** Uses a connection until it ends. */
  serve(connection: Connection): Promise<ConnectionEnd>;
  /** Where the connection stands. */
  tell(state: SocketState): void;
  /** No connection will ever be. */
  failAll(errorFor: (subscription: { readonly operationName: string }) => unknown): void;
}

/** What came of trying to connect once. */
interface Attempt {
  readonly connection?: Connection;
  readonly end?: ConnectionEnd;
  readonly sent?: Headers;
  readonly error?: unknown;
}

/** Keeps one connection open, with fresh headers for each, until the signal aborts or the server refuses for good. */
export async function stayConnected(
  options: ResolvedOptions,
  signal: AbortSignal,
  served: Served,
): Promise<void> {
  const { host, random, realtime } = options;
  let rejected: Headers | undefined;
  for (let failures = 0; !signal.aborted;) {
    served.tell('connecting');
    const attempt = await connect(options, rejected, failures + 1, signal, served);
    if (signal.aborted) return;
    const { connection, error, sent } = attempt;
    if (error !== undefined && !isPassing(error)) return served.failAll(() => error);
    let { end } = attempt;
    if (connection) {
      const openedAt = performance.now();
      served.tell('connected');
      end = await served.serve(connection);
      // A connection that breaks as soon as it is made must not be made as fast as it breaks.
      if (performance.now() - openedAt > realtime.maxDelayMs) failures = 0;
      rejected = undefined;
    }
    served.tell('disconnected');
    if (end?.kind === 'refused' && !waits(refusalKind(end.message))) {
      const final = end;
      const isFresh = refusalKind(final.message) === 'unauthorized' && rejected === undefined;
      if (!isFresh) return served.failAll(({ operationName }) => connectionError(operationName, host, final));
      rejected = sent;
      continue;
    }
    const ceilingMs = Math.min(realtime.maxDelayMs, realtime.baseDelayMs * 2 ** failures);
    failures += 1;
    await delay(random() * ceilingMs, signal).catch(() => undefined);
  }
}

async function connect(
  options: ResolvedOptions,
  rejected: Headers | undefined,
  attempt: number,
  signal: AbortSignal,
  served: Served,
): Promise<Attempt> {
  const { host, identityKind, observer } = options;
  const observation = observer?.startConnection?.({ host, identityKind, attempt });
  const work = (): Promise<Attempt> => connectOnce(options, rejected, attempt, signal, served);
  if (!observation) return work();
  const made = await observation.run(work);
  observation.end(failureOf(made));
  return made;
}

function failureOf({ connection, end, error }: Attempt): string | undefined {
  if (connection) return undefined;
  if (error !== undefined) return nameOf(error);
  if (end?.kind === 'timeout') return 'timeout';
  if (end?.kind === 'closed') return 'aborted';
  if (end?.kind !== 'refused') return 'network';
  const kind = refusalKind(end.message);
  return kind === 'unauthorized' || kind === 'throttled' ? kind : 'graphql';
}

async function connectOnce(
  { endpoint, headers, host, realtime }: ResolvedOptions,
  rejected: Headers | undefined,
  attempt: number,
  signal: AbortSignal,
  { receive }: Served,
): Promise<Attempt> {
  try {
    const { connectTimeoutMs } = realtime;
    const wanted = { url: `${endpoint}/connect`, method: 'POST', body: '{}', attempt, rejected } as const;
    const sent = await askHeaders(headers, wanted, 'connect', connectTimeoutMs, signal);
    const opened = await openConnection({
      openSocket: realtime.openSocket,
      url: realtime.url,
      protocols: subprotocols(authorizationOf(sent, host)),
      connectTimeoutMs,
      signal,
      now: realtime.now,
      onMessage: receive,
    });
    return 'send' in opened ? { connection: opened, sent } : { end: opened, sent };
  } catch (error) {
    return { error };
  }
}
