import type { WebSocket } from 'ws';
import type { AppSync } from '../appsync/appsync.ts';
import { hasToken, type Caller } from '../appsync/caller.ts';
import { RequestError } from '../appsync/errors.ts';
import { readRequest } from '../appsync/request.ts';
import { SubscriptionError, subscriptionError } from '../appsync/subscription-error.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { readMessage, type ClientMessage } from './messages.ts';

/** How long a client waits for a sign of life before it gives a connection up, in milliseconds. */
export const connectionTimeoutMs = 300_000;

/**
 * How many subscriptions a connection may have.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/appsync.html
 */
const maxSubscriptions = 200;

interface Running {
  readonly caller: Caller;
  readonly request: SignedRequest;
  end(): void;
}

/** One client's connection: its subscriptions under the ids that it chose. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #appsync: AppSync;
  /** What the connection itself was opened with. */
  readonly #opened: { readonly request: SignedRequest; readonly caller: Caller };
  readonly #running = new Map<string, Running>();
  // Messages and events are dealt with in the order in which they came.
  #queue: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, appsync: AppSync, opened: { request: SignedRequest; caller: Caller }) {
    this.#socket = socket;
    this.#appsync = appsync;
    this.#opened = opened;
    socket.on('message', (data, isBinary) => {
      const message = readMessage(isBinary ? '' : (data as Buffer).toString());
      this.#inTurn(() => this.#answer(message));
    });
    socket.on('close', () => {
      for (const id of this.#running.keys()) this.#end(id);
    });
  }

  /** Shows the client that the connection lives, and drops what it has no right to any more. */
  async keepAlive(): Promise<void> {
    if (!(await this.#isStill(this.#opened))) return this.#socket.close(1000, 'Token has expired.');
    for (const [id, running] of this.#running) {
      if (!(await this.#isStill(running))) this.#expire(id);
    }
    this.#send({ type: 'ka' });
  }

  #inTurn(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(() => this.#socket.close(1011));
  }

  async #answer(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'connection_init':
        this.#send({ type: 'connection_ack', payload: { connectionTimeoutMs } });
        return this.#send({ type: 'ka' });
      case 'start':
        return this.#start(message);
      case 'stop':
        return this.#stop(message.id);
      case 'unsupported':
        return this.#refuse(message.id, [
          {
            errorType: 'UnsupportedOperation',
            message: `${message.what} not supported through the realtime channel`,
          },
        ]);
    }
  }

  async #start({ id, data, headers }: ClientMessage & { type: 'start' }): Promise<void> {
    const request = { method: 'POST', url: '/graphql', headers, body: Buffer.from(data) };
    try {
      if (this.#running.has(id)) throw duplicate(id);
      if (this.#running.size >= maxSubscriptions) throw tooMany();
      const caller = await this.#appsync.identify(request);
      const end = this.#appsync.subscribe(caller, readRequest(request.body), (payload) => {
        this.#inTurn(() => this.#deliver(id, payload));
      });
      this.#running.set(id, { caller, request, end });
      this.#send({ id, type: 'start_ack' });
    } catch (error) {
      const refusal = subscriptionError(error);
      if (!(refusal instanceof SubscriptionError)) throw error;
      this.#refuse(id, refusal.entries);
    }
  }

  async #deliver(id: string, payload: string): Promise<void> {
    const running = this.#running.get(id);
    if (!running) return;
    if (!(await this.#isStill(running))) return this.#expire(id);
    // Put together by hand: the payload is the same JSON for many.
    this.#socket.send(`{"id":${JSON.stringify(id)},"type":"data","payload":${payload}}`);
  }

  #stop(id: string): void {
    if (!this.#running.has(id)) {
      return this.#refuse(id, [
        { errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` },
      ]);
    }
    this.#end(id);
    this.#send({ id, type: 'complete' });
  }

  #end(id: string): void {
    this.#running.get(id)?.end();
    this.#running.delete(id);
  }

  #expire(id: string): void {
    this.#end(id);
    this.#refuse(id, [{ errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 }]);
  }

  // Tokens end, by time or revocation; a signature was good when it was looked at.
  async #isStill({
    caller,
    request,
  }: {
    readonly caller: Caller;
    readonly request: SignedRequest;
  }): Promise<boolean> {
    if (!hasToken(caller)) return true;
    try {
      await this.#appsync.identify(request);
      return true;
    } catch (error) {
      if (error instanceof RequestError) return false;
      throw error;
    }
  }

  #refuse(id: string | undefined, errors: readonly object[]): void {
    this.#send({ ...(id === undefined ? {} : { id }), type: 'error', payload: { errors } });
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }
}

function duplicate(id: string): SubscriptionError {
  const message = `A subscription with the id ${id} is running on this connection.`;
  return new SubscriptionError([{ errorType: 'DuplicatedOperationError', message }]);
}

function tooMany(): SubscriptionError {
  const message = `Max number of ${maxSubscriptions} subscriptions reached`;
  return new SubscriptionError([{ errorType: 'MaxSubscriptionsReachedError', message }]);
}
