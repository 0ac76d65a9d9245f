import { gapFrom, type DataEvent, type GapEvent, type SubscriptionEvent } from './events.ts';

interface Entry<Result> {
  readonly event: SubscriptionEvent<Result>;
  readonly at: Date;
}

/**
 * Holds events until they are read, up to a bound. When it is full, the oldest goes; in its place the reader finds one gap that
 * says how many went and of which time.
 */
export class EventBuffer<Result> {
  readonly #size: number;
  readonly #now: () => Date;
  #entries: Entry<Result>[] = [];
  #lost: GapEvent | undefined;

  constructor(size: number, now: () => Date) {
    this.#size = size;
    this.#now = now;
  }

  push(event: DataEvent<Result> | GapEvent): void {
    this.#entries.push({ event, at: this.#now() });
    if (this.#entries.length <= this.#size) return;
    const oldest = this.#entries.shift();
    if (oldest) this.#lose(oldest);
  }

  /** The next event; undefined when there is none. */
  shift(): SubscriptionEvent<Result> | undefined {
    const lost = this.#lost;
    this.#lost = undefined;
    return lost ?? this.#entries.shift()?.event;
  }

  #lose({ event, at }: Entry<Result>): void {
    const gap = event.type === 'gap' ? event : { from: gapFrom(at), to: at, dropped: 1 };
    const before = this.#lost;
    const unknown = gap.dropped === undefined || (before !== undefined && before.dropped === undefined);
    this.#lost = {
      type: 'gap',
      reason: 'slow-reader',
      from: before?.from ?? gap.from,
      to: gap.to,
      dropped: unknown ? undefined : (before?.dropped ?? 0) + (gap.dropped ?? 0),
    };
  }
}
