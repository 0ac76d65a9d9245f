import type { Counter, Histogram, Meter } from '@opentelemetry/api';

/** What is measured. */
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
