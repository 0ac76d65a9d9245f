import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { NotSentError } from '../post.ts';
import type { Ending } from '../watch.ts';

/** What came back, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Sends one request over a dispatcher and reads the answer whole. It does what undici's `request` does, without the stream that
 * `request` builds for a body which is wanted as text anyway: half of the CPU.
 *
 * An end that comes early ends it at once, even while it waits for a socket: with a {@link NotSentError} then, as when no connection is made.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  ending?: Ending,
): Promise<Answer> {
  if (ending?.hasEnded) return Promise.reject(notSent(ending.reason));
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new Exchange(resolve, reject, ending));
  });
}

function notSent(reason: unknown): NotSentError {
  return new NotSentError('The request was never sent.', { cause: reason });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: unknown) => void;
  readonly #ending: Ending | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #first: Buffer | undefined;
  #rest: Buffer[] | undefined;

  constructor(
    resolve: (answer: Answer) => void,
    reject: (error: unknown) => void,
    ending: Ending | undefined,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#ending = ending;
    ending?.onEnd((reason) => {
      reject(this.#controller ? reason : notSent(reason));
      this.#controller?.abort(reason as Error);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Aborted while it waited for a socket: nothing of it is sent any more.
    if (this.#ending?.hasEnded) controller.abort(this.#ending.reason as Error);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#first === undefined) this.#first = chunk;
    else (this.#rest ??= [this.#first]).push(chunk);
  }

  onResponseEnd(): void {
    this.#ending?.onEnd(undefined);
    const bytes = this.#rest ? Buffer.concat(this.#rest) : this.#first;
    this.#resolve({ status: this.#status, headers: this.#headers, text: bytes?.toString('utf8') ?? '' });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#ending?.onEnd(undefined);
    // No connection, whatever the reason: undici starts a request only on one that is there.
    this.#reject(this.#controller ? error : notSent(error));
  }
}
