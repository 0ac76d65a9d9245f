/** Something that goes wrong on purpose. */
export type Fault = FaultScope &
  (
    | {
        /** Refuses as too fast: HTTP 429 by AppSync, `TooManyRequestsException` by Cognito. */
        readonly kind: 'throttle';
      }
    | {
        /** Answers that the server failed. */
        readonly kind: 'error';
        /** @defaultValue `500` */
        readonly status?: number;
      }
    | {
        /** Closes the connection instead of answering. */
        readonly kind: 'reset';
        /** Does first what was asked, so that only the answer is lost. @defaultValue `false` */
        readonly afterwards?: boolean;
      }
    | {
        /** Answers later. */
        readonly kind: 'delay';
        readonly delayMs: number;
      }
    | {
        /** Says that the token has expired. */
        readonly kind: 'expired-token';
      }
    | {
        /** Says that the token was revoked; of AppSync's answers that is the same as for any other wrong token. */
        readonly kind: 'revoked-token';
      }
    | {
        /** Drops every WebSocket again and again, without a word; `on`, `rate` and `times` do not apply. */
        readonly kind: 'disconnect';
        readonly everyMs: number;
      }
  );

/** A fault that meets requests. */
export type RequestFault = Exclude<Fault, { kind: 'disconnect' }>;

/** Which requests a fault meets. */
export interface FaultScope {
  /** @defaultValue both */
  readonly on?: 'appsync' | 'cognito';
  /** The share of the requests, from 0 to 1. @defaultValue `1` */
  readonly rate?: number;
  /** How many requests at most. @defaultValue any number */
  readonly times?: number;
}

/** What goes wrong on purpose, so that callers can be tested. */
export interface Faults {
  /**
   * Adds a fault.
   *
   * @returns What takes it away again.
   * @throws RangeError for a rate, a number of times or a delay that is none.
   */
  add(fault: Fault): () => void;
  /** Takes all faults away. */
  clear(): void;
  /** Drops every WebSocket that is open, without a word. */
  disconnect(): void;
}

/** Finds the faults that meet a request. */
export interface FaultSource extends Faults {
  next(on: 'appsync' | 'cognito'): readonly RequestFault[];
}

/** How faults are set up. */
export interface FaultOptions {
  readonly given: readonly Fault[];
  readonly disconnect: () => void;
  /** From 0 up to 1. @defaultValue `Math.random` */
  readonly random?: () => number;
}

/** Makes the faults of a backend. */
export function createFaults({ given, disconnect, random = Math.random }: FaultOptions): FaultSource {
  const active = new Set<{ readonly fault: RequestFault; left: number }>();
  const dropping = new Set<NodeJS.Timeout>();
  const dropAgainAndAgain = (everyMs: number): (() => void) => {
    const timer = setInterval(disconnect, everyMs).unref();
    dropping.add(timer);
    return () => clearInterval(timer);
  };
  const add = (fault: Fault): (() => void) => {
    check(fault);
    if (fault.kind === 'disconnect') return dropAgainAndAgain(fault.everyMs);
    const entry = { fault, left: fault.times ?? Infinity };
    active.add(entry);
    return () => void active.delete(entry);
  };
  for (const fault of given) add(fault);
  return {
    add,
    disconnect,
    clear() {
      active.clear();
      dropping.forEach((timer) => clearInterval(timer));
      dropping.clear();
    },
    next(on) {
      if (active.size === 0) return [];
      const met = [...active].filter(
        ({ fault, left }) => left > 0 && (fault.on ?? on) === on && random() < (fault.rate ?? 1),
      );
      for (const entry of met) entry.left -= 1;
      return met.map(({ fault }) => fault);
    },
  };
}

function check(fault: Fault): void {
  const { rate = 1, times = 1 } = fault;
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`rate is a share from 0 to 1, not ${rate}.`);
  if (!(Number.isInteger(times) && times > 0))
    throw new RangeError(`times is a whole number over 0, not ${times}.`);
  if (fault.kind === 'delay' && !(fault.delayMs >= 0)) {
    throw new RangeError(`delayMs is a number of milliseconds, not ${fault.delayMs}.`);
  }
  if (fault.kind === 'disconnect' && !(fault.everyMs > 0)) {
    throw new RangeError(`everyMs is a number of milliseconds over 0, not ${fault.everyMs}.`);
  }
}
