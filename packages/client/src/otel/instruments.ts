import type { Counter, Histogram, Meter, UpDownCounter } from '@opentelemetry/api';

/** What is measured of calls. */
export interface Instruments {
  readonly calls: Histogram;
  readonly attempts: Histogram;
  readonly tokens: Counter;
}

/** The metrics of all calls that share a meter. */
export function instruments(meter: Meter): Instruments {
  return {
    calls: meter.createHistogram('postern.client.call.duration', {
      unit: 's',
      description: 'Calls with all their attempts and pauses.',
    }),
    attempts: meter.createHistogram('postern.client.attempt.duration', {
      unit: 's',
      description: 'Single HTTP attempts.',
    }),
    tokens: meter.createCounter('postern.client.appsync.tokens', {
      unit: '{token}',
      description: "AppSync's request tokens that the answers cost.",
    }),
  };
}

/** What is measured of subscriptions. */
export interface SubscriptionInstruments {
  readonly connections: Histogram;
  readonly starts: Histogram;
  readonly active: UpDownCounter;
  readonly events: Counter;
  readonly gaps: Counter;
  readonly dropped: Counter;
}

/** The metrics of all subscriptions that share a meter. */
export function subscriptionInstruments(meter: Meter): SubscriptionInstruments {
  const name = (last: string): string => `postern.client.subscription.${last}`;
  return {
    connections: meter.createHistogram('postern.client.connection.duration', {
      unit: 's',
      description: 'Tries to connect for subscriptions.',
    }),
    starts: meter.createHistogram(name('start.duration'), {
      unit: 's',
      description: 'From asking for a subscription until the server confirmed or refused it.',
    }),
    active: meter.createUpDownCounter(name('active'), {
      unit: '{subscription}',
      description: 'Subscriptions that are confirmed now.',
    }),
    events: meter.createCounter(name('events'), { unit: '{event}', description: 'Events received.' }),
    gaps: meter.createCounter(name('gaps'), {
      unit: '{gap}',
      description: 'Spans of time in which events may have been missed.',
    }),
    dropped: meter.createCounter(name('dropped'), {
      unit: '{event}',
      description: 'Events dropped for a slow reader.',
    }),
  };
}
