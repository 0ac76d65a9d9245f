import { delay } from '../delay.ts';
import { TimeoutError } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { orEnded } from '../or-ended.ts';
import { endingOf } from '../watch.ts';
import type { Channel } from './channel.ts';
import { openConnection, type Connection, type ConnectionEnd } from './connection.ts';
import { connectionError, refusalError, refusalKind } from './failures.ts';
import { authorizationOf, startMessage, subprotocols, type ServerMessage } from './protocol.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * The one socket that all subscriptions of a client share: opened with the first, closed with the last, and opened again with
 * fresh headers when it breaks.
 */
export class RealtimeHub {
  readonly #options: ResolvedOptions;
  readonly #channels = new Map<string, Channel>();
  #connection: Connection | undefined;
  /** Aborts when nobody subscribes any longer; a later subscription begins another run. */
  #run: AbortController | undefined;
  #lastId = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  add(channel: Channel): void {
    this.#channels.set(channel.id, channel);
    if (this.#connection) void this.#start(channel, this.#connection);
    else if (!this.#run) void this.#stayConnected((this.#run = new AbortController()));
  }

  /** Ends a subscription, on this side and on the server's. */
  remove(channel: Channel, failure?: { readonly error: unknown }): void {
    if (!this.#channels.delete(channel.id)) return;
    const started = channel.state === 'active' || channel.state === 'starting';
    channel.end(failure);
    if (started) this.#connection?.send(JSON.stringify({ id: channel.id, type: 'stop' }));
    if (this.#channels.size > 0) return;
    this.#run?.abort();
    this.#run = undefined;
    this.#connection = undefined;
  }

  async #stayConnected(run: AbortController): Promise<void> {
    const { realtime, random } = this.#options;
    const { signal } = run;
    let rejected: Headers | undefined;
    for (let failures = 0; !signal.aborted;) {
      const { connection, end: early, sent, error } = await this.#connect(rejected, failures + 1, signal);
      if (signal.aborted) return;
      if (error !== undefined && !isPassing(error)) return this.#failAll(() => error);
      let end = early;
      const openedAt = performance.now();
      if (connection) {
        end = await this.#serve(connection);
        // A connection that breaks as soon as it is made must not be made as fast as it breaks.
        if (performance.now() - openedAt > realtime.maxDelayMs) failures = 0;
        rejected = undefined;
      }
      this.#tell('disconnected');
      if (end?.kind === 'refused' && refusalKind(end.message) !== 'throttled') {
        const fresh = refusalKind(end.message) === 'unauthorized' && rejected === undefined;
        if (!fresh)
          return this.#failAll(({ operationName }) => connectionError(operationName, this.#host, end));
        rejected = sent;
        continue;
      }
      const ceilingMs = Math.min(realtime.maxDelayMs, realtime.baseDelayMs * 2 ** failures);
      failures += 1;
      await delay(random() * ceilingMs, signal).catch(() => undefined);
    }
  }

  get #host(): string {
    return this.#options.host;
  }

  async #connect(
    rejected: Headers | undefined,
    attempt: number,
    signal: AbortSignal,
  ): Promise<{ connection?: Connection; end?: ConnectionEnd; sent?: Headers; error?: unknown }> {
    const { endpoint, headers, host, realtime } = this.#options;
    this.#tell('connecting');
    const url = `${endpoint}/connect`;
    try {
      const wanted = { url, method: 'POST', body: '{}', attempt, rejected, signal } as const;
      const sent = await orEnded(headers(wanted), endingOf(signal));
      const opened = await openConnection({
        openSocket: realtime.openSocket,
        url: realtime.url,
        protocols: subprotocols(authorizationOf(sent, host)),
        connectTimeoutMs: realtime.connectTimeoutMs,
        signal,
        now: realtime.now,
        onMessage: (message) => this.#receive(message),
      });
      return 'send' in opened ? { connection: opened, sent } : { end: opened, sent };
    } catch (error) {
      return { error };
    }
  }

  async #serve(connection: Connection): Promise<ConnectionEnd> {
    this.#connection = connection;
    this.#tell('connected');
    for (const channel of this.#channels.values()) void this.#start(channel, connection);
    const end = await connection.ended;
    if (this.#connection === connection) {
      this.#connection = undefined;
      for (const channel of this.#channels.values()) channel.disconnect(connection.lastHeardAt());
    }
    return end;
  }

  async #start(channel: Channel, connection: Connection): Promise<void> {
    const { endpoint, headers, host, realtime } = this.#options;
    const signal = this.#run?.signal ?? AbortSignal.abort();
    channel.state = 'starting';
    try {
      const wanted = { url: endpoint, method: 'POST', body: channel.data, signal } as const;
      const attempt = channel.rejected ? 2 : 1;
      const sent = await orEnded(
        headers({ ...wanted, attempt, rejected: channel.rejected }),
        endingOf(signal),
      );
      // Meanwhile the connection may be another, or the subscription over.
      if (this.#connection !== connection || channel.state !== 'starting') return;
      channel.sent = sent;
      connection.send(startMessage(channel.id, channel.data, authorizationOf(sent, host)));
      channel.timer = setTimeout(() => this.#onStartTimeout(channel), realtime.startTimeoutMs);
    } catch (error) {
      if (this.#connection !== connection) return;
      if (isPassing(error)) return this.#startLater(channel, connection);
      this.remove(channel, { error });
    }
  }

  #onStartTimeout(channel: Channel): void {
    const { operationName } = channel;
    const message = `${operationName}: ${this.#host} did not confirm the subscription within ${this.#options.realtime.startTimeoutMs} ms.`;
    this.remove(channel, { error: new TimeoutError(message, { operationName }) });
  }

  #startLater(channel: Channel, connection: Connection): void {
    const { realtime, random } = this.#options;
    const ceilingMs = Math.min(realtime.maxDelayMs, realtime.baseDelayMs * 2 ** channel.throttled);
    channel.throttled += 1;
    clearTimeout(channel.timer);
    channel.timer = setTimeout(() => {
      if (this.#connection === connection) void this.#start(channel, connection);
    }, random() * ceilingMs);
  }

  #receive(message: ServerMessage): void {
    const channel = this.#channels.get(message.id ?? '');
    if (!channel) return;
    if (message.type === 'start_ack') channel.activate();
    else if (message.type === 'data') channel.receive(message);
    else if (message.type === 'complete') this.#completed(channel);
    else if (message.type === 'error') this.#refused(channel, message);
  }

  #completed(channel: Channel): void {
    channel.state = 'waiting';
    this.remove(channel);
  }

  // Of this subscription alone: the others go on.
  #refused(channel: Channel, message: ServerMessage): void {
    const kind = refusalKind(message);
    const connection = this.#connection;
    channel.state = 'waiting';
    clearTimeout(channel.timer);
    if (connection && kind === 'unauthorized' && channel.rejected === undefined) {
      channel.rejected = channel.sent;
      return void this.#start(channel, connection);
    }
    if (connection && kind === 'throttled' && channel.throttled + 1 < this.#options.retry.maxAttempts) {
      return this.#startLater(channel, connection);
    }
    this.remove(channel, { error: refusalError(channel.operationName, channel.field, message) });
  }

  #failAll(errorFor: (channel: Channel) => unknown): void {
    for (const channel of [...this.#channels.values()]) this.remove(channel, { error: errorFor(channel) });
  }

  #tell(state: 'connecting' | 'connected' | 'disconnected'): void {
    this.#options.realtime.onState?.(state);
  }
}

// The way to the server is in trouble, here or in the headers source, whose errors have a `code` as well.
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return code === 'network' || code === 'timeout' || code === 'throttled';
}
