import { RollingCounts } from './rolling-counts.ts';

/** `closed` lets everything through, `open` nothing, `half-open` a few probes. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What a breaker knows, for a report or a health check. */
export interface BreakerReport {
  readonly state: BreakerState;
  /** Attempts in the window, and how many of them found the server unreachable, silent or broken. */
  readonly attempts: number;
  readonly failures: number;
  /** Until probes are let through; 0 unless open. In whole milliseconds. */
  readonly retryAfterMs: number;
  /** Calls that were refused without asking the server, since the start. */
  readonly refused: number;
}

/** When a breaker opens, and for how long. */
export interface BreakerOptions {
  /** Share of failed attempts from which it opens. @defaultValue `0.5` */
  readonly failureRate?: number;
  /** It does not open on fewer attempts in the window. @defaultValue `20` */
  readonly minimumAttempts?: number;
  /**
   * It also opens when so many attempts in a row failed, however many got through before, and however long they took.
   *
   * @defaultValue none; only the share counts
   */
  readonly failuresInARow?: number;
  /** Over which attempts count for the share, in milliseconds. @defaultValue `10_000` */
  readonly windowMs?: number;
  /** How long it stays open, in milliseconds; twice as long each time a probe fails. @defaultValue `5_000` */
  readonly openMs?: number;
  /** No longer than this, in milliseconds. @defaultValue `60_000` */
  readonly maxOpenMs?: number;
  /** Attempts let through at once while half-open; so many successes close it. @defaultValue `1` */
  readonly probes?: number;
  /** Told of every change of state. */
  readonly onChange?: (report: BreakerReport, from: BreakerState) => void;
  /** Milliseconds that only grow. @defaultValue `performance.now` */
  readonly now?: () => number;
}

/** What an attempt says of the server; `nothing` when it was aborted or never sent. */
export type Verdict = 'alive' | 'broken' | 'nothing';

/** Stops asking a server that does not answer, and finds out when it does again. */
export interface CircuitBreaker {
  report(): BreakerReport;
  /**
   * Asks for leave to make an attempt.
   *
   * @returns The function to call with its outcome, or undefined when the attempt is refused.
   */
  enter(): ((verdict: Verdict) => void) | undefined;
}

/** Makes a circuit breaker; hand one to several clients of a server to let them learn from each other. */
export function createCircuitBreaker(options: BreakerOptions = {}): CircuitBreaker {
  const { failureRate = 0.5, minimumAttempts = 20, windowMs = 10_000, probes = 1 } = options;
  const { failuresInARow = Number.POSITIVE_INFINITY } = options;
  const { openMs = 5_000, maxOpenMs = 60_000, onChange, now = () => performance.now() } = options;
  const counts = new RollingCounts(windowMs);
  let state: BreakerState = 'closed';
  let openUntil = 0;
  let nextOpenMs = openMs;
  let inARow = 0;
  let probing = 0;
  let proven = 0;
  let refused = 0;
  // Outcomes of attempts from before the last change say nothing of the state after it.
  let era = 0;

  const report = (): BreakerReport => ({
    state,
    ...counts.sum(now()),
    retryAfterMs: state === 'open' ? Math.max(0, Math.ceil(openUntil - now())) : 0,
    refused,
  });
  const change = (to: BreakerState): void => {
    const from = state;
    state = to;
    era += 1;
    probing = 0;
    proven = 0;
    inARow = 0;
    if (to === 'open') {
      openUntil = now() + nextOpenMs;
      nextOpenMs = Math.min(maxOpenMs, nextOpenMs * 2);
    }
    if (to === 'closed') {
      nextOpenMs = openMs;
      counts.clear();
    }
    onChange?.(report(), from);
  };
  const judgeClosed = (broken: boolean): void => {
    counts.add(now(), broken);
    inARow = broken ? inARow + 1 : 0;
    const { attempts, failures } = counts.sum(now());
    const isShare = attempts >= minimumAttempts && failures / attempts >= failureRate;
    if (broken && (isShare || inARow >= failuresInARow)) change('open');
  };
  const judgeProbe = (verdict: Verdict): void => {
    probing -= 1;
    if (verdict === 'broken') return change('open');
    if (verdict === 'alive' && (proven += 1) >= probes) change('closed');
  };

  return {
    report,
    enter() {
      if (state === 'open' && now() >= openUntil) change('half-open');
      if (state === 'open' || (state === 'half-open' && probing >= probes)) {
        refused += 1;
        return undefined;
      }
      if (state === 'half-open') probing += 1;
      const entered = era;
      return (verdict) => {
        if (entered !== era) return;
        if (state === 'half-open') judgeProbe(verdict);
        else if (verdict !== 'nothing') judgeClosed(verdict === 'broken');
      };
    },
  };
}
