/** A message that a queue has handed out, for a time. */
export interface QueueMessage {
  readonly id: string;
  /** What deletes or extends this delivery of it. */
  readonly receipt: string;
  readonly body: string;
  /** How often it was handed out, this time included; an approximation. */
  readonly receives: number;
  /** Text beside the body: of dead letters `key`, `code` and `reason`. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A message to send. */
export interface OutgoingMessage {
  readonly body: string;
  /** Text beside the body, for people and filters. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A message that the queue will not take, whoever sends it and how often. */
export interface RefusedMessage {
  /** Its place among those that were to be sent. */
  readonly index: number;
  readonly reason: string;
}

/** How much is in a queue; an approximation. */
export interface Backlog {
  readonly visible: number;
  /** Handed out, and neither deleted nor come back. */
  readonly inFlight: number;
  readonly delayed: number;
}

/** What is asked of a queue: at least once, in any order, with a visibility timeout. */
export interface Queue {
  /**
   * Takes up to `max` messages (10 at most) out of sight of others.
   *
   * @param options - `waitSeconds`: how long to wait for the first; `visibilitySeconds`: how long they are out of sight.
   * @returns None when there were none, or when the signal aborted.
   * @throws QueueError
   */
  receive(options: {
    readonly max: number;
    readonly waitSeconds: number;
    readonly visibilitySeconds: number;
    readonly signal: AbortSignal;
  }): Promise<readonly QueueMessage[]>;
  /** Sends any number of messages. @returns Those that it will never take. @throws QueueError when it takes none now. */
  send(messages: readonly OutgoingMessage[]): Promise<readonly RefusedMessage[]>;
  /**
   * Deletes deliveries that are dealt with. One that cannot be deleted comes again, and is dealt with again.
   *
   * @returns How many could not be deleted.
   */
  delete(messages: readonly QueueMessage[]): Promise<number>;
  /**
   * Sets for how long from now deliveries stay out of sight; 0 gives them back at once. What is not ours any more is left alone.
   *
   * @returns How many could not be set.
   */
  hide(messages: readonly QueueMessage[], seconds: number): Promise<number>;
  /** @throws QueueError */
  backlog(): Promise<Backlog>;
}
