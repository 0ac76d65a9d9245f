import { TimeoutError } from '../errors.ts';
import { nameOf } from '../observer.ts';
import type { ResolvedOptions } from '../options.ts';
import { startTimer } from '../timer.ts';
import { askHeaders } from './ask-headers.ts';
import type { Channel } from './channel.ts';
import type { Connection, ConnectionEnd } from './connection.ts';
import { isPassing, refusalError, refusalKind, waits } from './failures.ts';
import { authorizationOf, startMessage, type ServerMessage } from './protocol.ts';
import { stayConnected } from './stay-connected.ts';

/**
 * One socket that subscriptions of a client share: opened with the first, closed with the last, and opened again with fresh
 * headers when it breaks.
 */
export class RealtimeHub {
  readonly #options: ResolvedOptions;
  readonly #channels = new Map<string, Channel>();
  #connection: Connection | undefined;
  /** Aborts when nobody subscribes any longer; a later subscription begins another run. */
  #run: AbortController | undefined;
  readonly #socket: number;
  readonly #overflow: (channel: Channel) => void;
  /** AppSync has refused one more on this socket, and none has ended since. */
  #full = false;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #restarts = 0;

  /**
   * @param socket - Its number among those of the client, from 1 up.
   * @param overflow - Takes a subscription for which there is no room here.
   */
  constructor(options: ResolvedOptions, socket: number, overflow: (channel: Channel) => void) {
    this.#options = options;
    this.#socket = socket;
    this.#overflow = overflow;
  }

  get size(): number {
    return this.#channels.size;
  }

  get hasRoom(): boolean {
    return !this.#full && this.#channels.size < this.#options.realtime.subscriptionsPerSocket;
  }

  add(channel: Channel): void {
    this.#channels.set(channel.id, channel);
    if (this.#connection) void this.#start(channel, this.#connection);
    else if (!this.#run) {
      this.#run = new AbortController();
      void stayConnected(this.#options, this.#run.signal, {
        receive: (message) => this.#receive(message),
        serve: (connection) => this.#serve(connection),
        failAll: (errorFor) => this.#failAll(errorFor),
        tell: (state) => this.#options.realtime.onState?.(state, this.#socket),
      });
    }
  }

  /** Ends a subscription, on this side and on the server's. */
  remove(channel: Channel, failure?: { readonly error: unknown }): void {
    if (!this.#channels.delete(channel.id)) return;
    this.#full = false;
    const started = channel.state === 'active' || channel.state === 'starting';
    channel.end(failure);
    if (started) this.#connection?.send(JSON.stringify({ id: channel.id, type: 'stop' }));
    if (this.#channels.size > 0) return;
    this.#endRestarts();
    this.#run?.abort();
    this.#run = undefined;
    this.#connection = undefined;
  }

  async #serve(connection: Connection): Promise<ConnectionEnd> {
    this.#connection = connection;
    for (const channel of this.#channels.values()) void this.#start(channel, connection);
    const end = await connection.ended;
    if (this.#connection === connection) {
      this.#connection = undefined;
      this.#endRestarts();
      for (const channel of this.#channels.values()) channel.disconnect(connection.lastHeardAt());
    }
    return end;
  }

  async #start(channel: Channel, connection: Connection): Promise<void> {
    const { endpoint, headers, host, realtime } = this.#options;
    const signal = this.#run?.signal ?? AbortSignal.abort();
    const run = channel.begin();
    try {
      const { data: body, operationName, rejected } = channel;
      const wanted = { url: endpoint, method: 'POST', body, attempt: rejected ? 2 : 1, rejected } as const;
      const sent = await run(() =>
        askHeaders(headers, wanted, operationName, realtime.startTimeoutMs, signal),
      );
      // Meanwhile the connection may be another, or the subscription over.
      if (this.#connection !== connection || channel.state !== 'starting') return;
      channel.sent = sent;
      connection.send(startMessage(channel.id, channel.data, authorizationOf(sent, host)));
      channel.timer = startTimer(() => this.#onStartTimeout(channel), realtime.startTimeoutMs);
    } catch (error) {
      if (this.#connection !== connection || channel.state !== 'starting') return;
      if (isPassing(error)) return this.#startLater(channel, connection, nameOf(error));
      this.remove(channel, { error });
    }
  }

  #onStartTimeout(channel: Channel): void {
    const { operationName } = channel;
    const message = `${operationName}: ${this.#options.host} did not confirm the subscription within ${this.#options.realtime.startTimeoutMs} ms.`;
    this.remove(channel, { error: new TimeoutError(message, { operationName }) });
  }

  #startLater(channel: Channel, connection: Connection, why: string): void {
    channel.refused(why);
    const { realtime, random } = this.#options;
    const ceilingMs = Math.min(realtime.maxDelayMs, realtime.baseDelayMs * 2 ** channel.throttled);
    channel.throttled += 1;
    clearTimeout(channel.timer);
    channel.timer = startTimer(() => {
      if (this.#connection === connection) void this.#start(channel, connection);
    }, random() * ceilingMs);
  }

  #receive(message: ServerMessage): void {
    const channel = this.#channels.get(message.id ?? '');
    if (!channel) return this.#receiveOfNone(message);
    if (message.type === 'start_ack') this.#confirmed(channel);
    else if (message.type === 'data') channel.receive(message);
    else if (message.type === 'complete') this.#completed(channel);
    else if (message.type === 'error') this.#refused(channel, message);
  }

  #confirmed(channel: Channel): void {
    if (this.#restart === undefined) this.#restarts = 0;
    channel.activate();
  }

  // AppSync does not say which start was too fast for it; all that are not confirmed are sent again, in a while.
  #receiveOfNone(message: ServerMessage): void {
    const connection = this.#connection;
    if (message.type !== 'error' || message.id !== undefined || refusalKind(message) !== 'throttled') return;
    if (!connection || this.#restart !== undefined) return;
    // The time for their confirmation ends what is throttled for good.
    if (this.#restarts + 1 >= this.#options.retry.maxAttempts) return;
    const { realtime, random } = this.#options;
    const ceilingMs = Math.min(realtime.maxDelayMs, realtime.baseDelayMs * 2 ** this.#restarts);
    this.#restarts += 1;
    this.#restart = startTimer(() => {
      this.#restart = undefined;
      const waiting = [...this.#channels.values()].filter(
        ({ state, timer }) => state === 'starting' && timer,
      );
      for (const channel of waiting) {
        channel.refused('throttled');
        void this.#start(channel, connection);
      }
    }, random() * ceilingMs);
  }

  #endRestarts(): void {
    clearTimeout(this.#restart);
    this.#restart = undefined;
    this.#restarts = 0;
  }

  #completed(channel: Channel): void {
    channel.state = 'waiting';
    this.remove(channel);
  }

  // Of this subscription alone: the others go on.
  #refused(channel: Channel, message: ServerMessage): void {
    const kind = refusalKind(message);
    // What was sent twice, because nobody knew which start was too fast, and had been taken.
    if (kind === 'known') return channel.activate();
    const connection = this.#connection;
    const error = refusalError(channel.operationName, channel.field, message);
    channel.refused(error.code);
    if (kind === 'full' && this.#channels.size > 1) {
      this.#channels.delete(channel.id);
      this.#full = true;
      return this.#overflow(channel);
    }
    if (connection && kind === 'unauthorized' && channel.rejected === undefined) {
      channel.rejected = channel.sent;
      return void this.#start(channel, connection);
    }
    if (connection && waits(kind) && channel.throttled + 1 < this.#options.retry.maxAttempts) {
      return this.#startLater(channel, connection, error.code);
    }
    this.remove(channel, { error });
  }

  #failAll(errorFor: (channel: Channel) => unknown): void {
    for (const channel of [...this.#channels.values()]) this.remove(channel, { error: errorFor(channel) });
  }
}
