import type { Report } from '@postern/batch';

/** The run's report, with what it cost. */
export interface WorkReport extends Report {
  /** Of the account's request tokens, by AppSync's `x-amzn-appsync-TokensConsumed`; 0 where the server does not say. */
  readonly tokensConsumed: number;
}

/** Whether every item is accounted for. */
export function isAllRight({ ended, lost }: Report): boolean {
  return ended === 'complete' && lost === 0;
}
