import { FieldError, RequestError } from './errors.ts';

/** A subscription that is refused, with the entries of `errors` that AppSync would send. */
export class SubscriptionError extends Error {
  override readonly name = 'SubscriptionError';
  readonly entries: readonly object[];

  constructor(entries: readonly object[], options?: ErrorOptions) {
    super('The subscription is refused.', options);
    this.entries = entries;
  }
}

/** What AppSync says of an error at the start of a subscription; an error that is a bug stays what it is. */
export function subscriptionError(error: unknown): unknown {
  if (error instanceof FieldError) {
    return new SubscriptionError([{ errorType: error.type, message: error.message }], { cause: error });
  }
  if (error instanceof RequestError) {
    const { type: errorType, message, status: errorCode } = error;
    return new SubscriptionError([{ errorType, message, errorCode }], { cause: error });
  }
  // Something nested so deep that reading it takes more stack than there is.
  if (error instanceof RangeError) {
    return new SubscriptionError([{ message: 'Unable to parse GraphQL query.' }], { cause: error });
  }
  return error;
}

/** A subscription that was sent as a request. */
export function notOverHttp(): RequestError {
  return new RequestError(
    400,
    'UnsupportedOperation',
    'Subscriptions are not served over HTTP; they start on the WebSocket at /graphql/realtime.',
  );
}

/** A query or mutation that was sent to the WebSocket. */
export function notInRealTime(operation: string): SubscriptionError {
  const message = `${operation} not supported through the realtime channel`;
  return new SubscriptionError([{ errorType: 'UnsupportedOperation', message }]);
}
