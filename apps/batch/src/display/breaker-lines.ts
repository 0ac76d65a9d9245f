import type { BreakerState } from '@postern/client';

/** What is said when the circuit breaker gets into a state. */
export const breakerLines: Readonly<
  Record<BreakerState, { readonly level: 'info' | 'warn'; readonly text: string }>
> = {
  open: { level: 'warn', text: 'the API does not answer; waiting' },
  'half-open': { level: 'info', text: 'asking the API again' },
  closed: { level: 'info', text: 'the API answers again' },
};
