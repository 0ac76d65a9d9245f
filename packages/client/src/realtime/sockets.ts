import type { ResolvedOptions } from '../options.ts';
import type { Channel } from './channel.ts';
import { RealtimeHub } from './hub.ts';

/**
 * The sockets of a client: one for all subscriptions, and a further one only for those that AppSync would take on no socket that
 * is open. Its quota of subscriptions for each connection has been 50, 100 and 200, and an account may have another:
 * https://docs.aws.amazon.com/general/latest/gr/appsync.html#limits_appsync
 */
export class RealtimeSockets {
  readonly #options: ResolvedOptions;
  #hubs: RealtimeHub[] = [];
  #lastId = 0;
  #lastSocket = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  add(channel: Channel): void {
    this.#withRoom().add(channel);
  }

  /** Ends a subscription, on this side and on the server's. */
  remove(channel: Channel, failure?: { readonly error: unknown }): void {
    for (const hub of this.#hubs) hub.remove(channel, failure);
    this.#hubs = this.#hubs.filter((hub) => hub.size > 0);
  }

  #withRoom(): RealtimeHub {
    const found = this.#hubs.find((hub) => hub.hasRoom);
    if (found) return found;
    this.#hubs = this.#hubs.filter((hub) => hub.size > 0);
    if (this.#hubs.length === 0) this.#lastSocket = 0;
    this.#lastSocket += 1;
    const hub = new RealtimeHub(this.#options, this.#lastSocket, (channel) => this.add(channel));
    this.#hubs.push(hub);
    return hub;
  }
}
