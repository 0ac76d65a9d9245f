import {
  context,
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type Meter,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { CallObserver, WorkObservation } from '../observer.ts';
import type { GapEvent } from '../realtime/events.ts';
import { callAttributes } from './attributes.ts';
import { finish } from './finish.ts';
import { subscriptionInstruments, type SubscriptionInstruments } from './instruments.ts';

/**
 * Spans and metrics of subscriptions: `subscription Name` from beginning to end, in it a `start Name` for each time that it is asked
 * for and a `gap Name` for the time in which events may have been missed; and a `CONNECT` for each try to connect.
 */
export function observeSubscriptions(
  tracer: Tracer,
  meter: () => Meter,
): Required<Pick<CallObserver, 'startConnection' | 'startSubscription'>> {
  // With the first of them rather than now: a meter that was got before the SDK is set up stays deaf.
  let made: SubscriptionInstruments | undefined;
  const measured = (): SubscriptionInstruments => (made ??= subscriptionInstruments(meter()));
  return {
    startConnection({ host, identityKind, attempt }) {
      const { connections } = measured();
      const of: Attributes = identityKind === undefined ? {} : { 'postern.identity.kind': identityKind };
      const attributes = { ...of, 'server.address': host, 'postern.attempt': attempt };
      const span = tracer.startSpan('CONNECT', { kind: SpanKind.CLIENT, attributes });
      return observeWork(span, context.active(), (seconds, error) =>
        connections.record(seconds, { ...of, ...error }),
      );
    },
    startSubscription(start) {
      const measures = measured();
      const of = callAttributes({ ...start, copies: 1 });
      const attributes = { ...of, 'server.address': start.host };
      const span = tracer.startSpan(`subscription ${start.operationName}`, { attributes });
      const inSpan = trace.setSpan(context.active(), span);
      let isActive = false;
      let events = 0;
      const activate = (to: boolean): void => {
        if (isActive !== to) measures.active.add(to ? 1 : -1, of);
        isActive = to;
      };
      return {
        startAttempt: (attempt) => {
          const about = { attributes: { 'postern.attempt': attempt }, kind: SpanKind.CLIENT };
          const started = tracer.startSpan(`start ${start.operationName}`, about, inSpan);
          return observeWork(started, inSpan, (seconds, error) => {
            activate(error === undefined);
            measures.starts.record(seconds, { ...of, ...error });
          });
        },
        lost: () => activate(false),
        data: () => {
          events += 1;
          measures.events.add(1, of);
        },
        gap: (gap) => {
          recordGap(tracer.startSpan(`gap ${start.operationName}`, { startTime: gap.from }, inSpan), gap);
          measures.gaps.add(1, { ...of, 'postern.gap.reason': gap.reason });
          if (gap.dropped !== undefined) measures.dropped.add(gap.dropped, of);
        },
        end: (error) => {
          activate(false);
          span.setAttribute('postern.events', events);
          finish(span, error);
        },
      };
    },
  };
}

function recordGap(span: Span, { reason, dropped, to }: GapEvent): void {
  span.setAttribute('postern.gap.reason', reason);
  if (dropped !== undefined) span.setAttribute('postern.gap.dropped', dropped);
  finish(span, undefined, to);
}

function observeWork(
  span: Span,
  parent: Context,
  record: (seconds: number, error: Attributes | undefined) => void,
): WorkObservation {
  const startedAt = performance.now();
  const inSpan = trace.setSpan(parent, span);
  return {
    run: (work) => context.with(inSpan, work),
    end: (error) => {
      record(
        (performance.now() - startedAt) / 1000,
        error === undefined ? undefined : { 'error.type': error },
      );
      finish(span, error);
    },
  };
}
