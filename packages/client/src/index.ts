export type { BatchResult } from './aliases/batch.ts';
export type { AttemptReport } from './attempt-report.ts';
export type { CallOptions } from './call.ts';
export { createClient, type Client } from './client.ts';
export { countAttempts, type AttemptCounts } from './count-attempts.ts';
export * from './errors.ts';
export type { HeadersRequest, HeadersSource } from './headers.ts';
export type { CallableBy, Identity } from './identity.ts';
export type { ManyOptions } from './aliases/many.ts';
export type { ManyOutcome, ManyResult } from './aliases/run-group.ts';
export { mayCall, type MayCall } from './may-call.ts';
export type * from './operation.ts';
export type { ClientOptions, RetryPolicy } from './options.ts';
export type { ItemOf, Page } from './paging/page.ts';
export type { Pages, PagesOptions } from './paging/pages.ts';
export type { PartitionPage, Partitions, PartitionsOptions } from './paging/partitions.ts';
export type { PagesProgress } from './paging/progress.ts';
export { isConditional, type RepeatableQuestion, type RepeatableRule } from './repeatable.ts';
export type { CallResult, RequestOptions } from './request.ts';
export {
  createCircuitBreaker,
  type BreakerOptions,
  type BreakerReport,
  type BreakerState,
  type CircuitBreaker,
} from './resilience/circuit-breaker.ts';
export { createRetryBudget, type RetryBudget, type RetryBudgetOptions } from './resilience/retry-budget.ts';
export type {
  AttemptObservation,
  CallEnd,
  CallObservation,
  CallObserver,
  CallStart,
  ConnectionStart,
  SubscriptionObservation,
  WorkObservation,
} from './observer.ts';
export type { DataEvent, GapEvent, SubscriptionEvent } from './realtime/events.ts';
export type { RealtimeOptions, SocketState } from './realtime/realtime-options.ts';
export type { OpenSocket, SocketLike } from './realtime/socket.ts';
export type { SubscribeOptions, Subscription } from './realtime/subscription.ts';
