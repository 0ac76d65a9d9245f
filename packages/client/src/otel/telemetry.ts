import {
  context,
  metrics,
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type Meter,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { AttemptObservation, CallEnd, CallObserver, CallStart } from '../observer.ts';
import type { AttemptReport } from '../attempt-report.ts';
import { attemptAttributes, callAttributes } from './attributes.ts';
import { finish } from './finish.ts';
import { instruments, type Instruments } from './instruments.ts';
import { observeSubscriptions } from './subscriptions.ts';

/** Where spans and metrics go. */
export interface TelemetryOptions {
  /** @defaultValue the global tracer named `@postern/client` */
  readonly tracer?: Tracer;
  /** @defaultValue the global meter named `@postern/client` */
  readonly meter?: Meter;
}

const scope = '@postern/client';

/**
 * An observer that makes spans and metrics of every call and each attempt, of connections and subscriptions. Without an OpenTelemetry
 * SDK in the process they go nowhere, at next to no cost. Neither holds a token, a header, a variable or a server's message, which may repeat one.
 *
 * @example
 * ```ts
 * const client = createClient({ endpoint, headers, observer: openTelemetry() });
 * ```
 */
export function openTelemetry(options: TelemetryOptions = {}): CallObserver {
  const tracer = options.tracer ?? trace.getTracer(scope);
  // With the first call rather than now: a meter that was got before the SDK is set up stays deaf.
  let made: Instruments | undefined;
  return {
    startCall(start) {
      const measures = (made ??= instruments(options.meter ?? metrics.getMeter(scope)));
      const attributes = callAttributes(start);
      const span = tracer.startSpan(`${start.kind} ${start.operationName}`, { attributes });
      const inSpan = trace.setSpan(context.active(), span);
      return {
        startAttempt: (attempt) => observeAttempt(tracer, measures, start, attempt, inSpan),
        end: (end) => endCall(span, measures, attributes, end),
      };
    },
    ...observeSubscriptions(tracer, () => options.meter ?? metrics.getMeter(scope)),
  };
}

function observeAttempt(
  tracer: Tracer,
  { attempts, tokens }: Instruments,
  start: CallStart,
  attempt: number,
  parent: Context,
): AttemptObservation {
  const name = `POST ${start.operationName}`;
  const resend = attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {};
  const attributes = { 'http.request.method': 'POST', 'server.address': start.host, ...resend };
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent);
  const inSpan = trace.setSpan(parent, span);
  let thrown: string | undefined;
  const note = (error: unknown): never => {
    thrown = (error as Error | undefined)?.name ?? 'Error';
    throw error;
  };
  return {
    run: (work) => context.with(inSpan, work).catch(note),
    end(report: AttemptReport) {
      const error = report.error ?? thrown;
      span.setAttributes(attemptAttributes(report));
      finish(span, error);
      const of = { ...callAttributes(start), ...(error ? { 'error.type': error } : {}) };
      attempts.record(report.durationMs / 1000, of);
      if (report.tokensConsumed !== undefined) tokens.add(report.tokensConsumed, callAttributes(start));
    },
  };
}

function endCall(span: Span, { calls }: Instruments, attributes: Attributes, end: CallEnd): void {
  span.setAttribute('postern.attempts', end.attempts);
  finish(span, end.error);
  calls.record(end.durationMs / 1000, { ...attributes, ...(end.error ? { 'error.type': end.error } : {}) });
}
