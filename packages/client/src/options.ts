import type { AttemptReport } from './attempt-report.ts';
import type { HeadersSource } from './headers.ts';
import type { Identity } from './identity.ts';
import type { CallObserver } from './observer.ts';
import { postWith } from './post.ts';
import { resolveRealtime, type RealtimeOptions, type ResolvedRealtime } from './realtime/realtime-options.ts';
import type { RepeatableRule } from './repeatable.ts';
import type { CircuitBreaker } from './resilience/circuit-breaker.ts';
import { createRetryBudget, type RetryBudget } from './resilience/retry-budget.ts';

/** How often and how long a call is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** The first pause is up to this; each further one up to twice as much. In milliseconds. */
  readonly baseDelayMs: number;
  /** No pause of our own is longer. In milliseconds. */
  readonly maxDelayMs: number;
}

/** How to make a client. */
export interface ClientOptions<Caller extends Identity = Identity> {
  /** The URL of the GraphQL endpoint. */
  readonly endpoint: string;
  /** Yields the authorization headers; asked again on every attempt. */
  readonly headers: HeadersSource;
  /**
   * Who calls, for the compiler alone: an operation that this identity may never call does not compile.
   *
   * @defaultValue anybody; the server decides
   */
  readonly identity?: Caller;
  /** @defaultValue undici's pool in Node, the global `fetch` elsewhere. */
  readonly fetch?: typeof fetch;
  /** For one attempt, in milliseconds. @defaultValue `30_000`, AppSync's own limit. */
  readonly attemptTimeoutMs?: number;
  /** For a call with all its attempts and pauses, in milliseconds; no pause is begun that would outlast it. @defaultValue `120_000` */
  readonly timeoutMs?: number;
  /** @defaultValue 5 attempts, pauses up to 100 ms doubling to 10 s. */
  readonly retry?: Partial<RetryPolicy>;
  /**
   * Bounds the repeats of all calls together; null for no bound but `retry`'s.
   *
   * @defaultValue one of the client's own: 100 repeats, and one more for five successes or for each second
   */
  readonly retryBudget?: RetryBudget | null;
  /**
   * Which mutations are safe to repeat although the server may have executed them, where the call itself does not say;
   * {@link isConditional} is such a rule.
   *
   * @defaultValue none
   */
  readonly repeatable?: RepeatableRule;
  /** Refuses calls while the server does not answer. @defaultValue none */
  readonly breaker?: CircuitBreaker;
  /**
   * A call that the breaker refuses waits until it is let through, for as long as its own time lasts, rather than fail at once. A
   * signal ends such waits when it aborts, and nothing else: what was sent is awaited.
   *
   * @defaultValue `false`
   */
  readonly waitWhileOpen?: boolean | AbortSignal;
  /** Throw {@link DeniedError} for any denied field rather than list it. @defaultValue `false` */
  readonly strict?: boolean;
  /** Told of every HTTP attempt. */
  readonly onAttempt?: (report: AttemptReport) => void;
  /** Told of every call and its attempts, as `@postern/client/otel` wants it. */
  readonly observer?: CallObserver;
  /** How subscriptions connect. */
  readonly realtime?: RealtimeOptions;
  /** A number in [0, 1) for the pauses. @defaultValue `Math.random` */
  readonly random?: () => number;
}

/** The options with their defaults filled in. */
export type ResolvedOptions = Required<
  Omit<
    ClientOptions,
    | 'fetch'
    | 'identity'
    | 'onAttempt'
    | 'observer'
    | 'breaker'
    | 'realtime'
    | 'repeatable'
    | 'retry'
    | 'retryBudget'
  >
> &
  Pick<ClientOptions, 'onAttempt' | 'observer' | 'breaker' | 'repeatable'> & {
    /** Host and port of the endpoint. */
    readonly host: string;
    readonly identityKind: string | undefined;
    readonly post: ReturnType<typeof postWith>;
    readonly realtime: ResolvedRealtime;
    readonly retry: RetryPolicy;
    readonly retryBudget: RetryBudget | null;
  };

export function resolveOptions(options: ClientOptions, defaultFetch: () => typeof fetch): ResolvedOptions {
  if (!URL.canParse(options.endpoint)) throw new TypeError(`endpoint: "${options.endpoint}" is not a URL.`);
  return {
    endpoint: options.endpoint,
    host: new URL(options.endpoint).host,
    identityKind: options.identity && (options.identity.kind ?? 'user'),
    headers: options.headers,
    post: postWith(options.fetch ?? defaultFetch()),
    attemptTimeoutMs: options.attemptTimeoutMs ?? 30_000,
    timeoutMs: options.timeoutMs ?? 120_000,
    waitWhileOpen: options.waitWhileOpen ?? false,
    strict: options.strict ?? false,
    random: options.random ?? Math.random,
    realtime: resolveRealtime(options.endpoint, options.realtime),
    retryBudget: options.retryBudget === undefined ? createRetryBudget() : options.retryBudget,
    ...(options.repeatable ? { repeatable: options.repeatable } : {}),
    ...(options.breaker ? { breaker: options.breaker } : {}),
    ...(options.observer ? { observer: options.observer } : {}),
    ...(options.onAttempt ? { onAttempt: options.onAttempt } : {}),
    retry: {
      maxAttempts: options.retry?.maxAttempts ?? 5,
      baseDelayMs: options.retry?.baseDelayMs ?? 100,
      maxDelayMs: options.retry?.maxDelayMs ?? 10_000,
    },
  };
}
