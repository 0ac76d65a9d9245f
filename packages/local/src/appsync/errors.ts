/** An error of one field, as AppSync answers it. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  /** AppSync's `errorType`; the transformer gives some of its errors none. */
  readonly type: string | null;

  constructor(type: string | null, message: string) {
    super(message);
    this.type = type;
  }
}

/** A field that the caller may not reach. */
export function notAuthorized(type: string, field: string): FieldError {
  return new FieldError('Unauthorized', `Not Authorized to access ${field} on type ${type}`);
}

/** A condition that did not hold, in DynamoDB's words. */
export function conditionFailed(): FieldError {
  return new FieldError('DynamoDB:ConditionalCheckFailedException', 'The conditional request failed');
}

/** Something of AppSync's or the transformer's that the local backend does not have; said by name. */
export function unsupported(what: string): FieldError {
  return new FieldError('UnsupportedOperation', `${what} is not supported by the local backend.`);
}

/** A request that is refused as a whole. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  /** AppSync's `errorType`. */
  readonly type: string;

  constructor(status: number, type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.type = type;
  }
}
