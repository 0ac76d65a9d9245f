import {
  ConditionFailedError,
  DeniedError,
  GraphQLCallError,
  HttpStatusError,
  ThrottledError,
  UnauthorizedError,
  type CallError,
  type CallErrorDetails,
  type DeniedField,
  type GraphQLErrorEntry,
} from './errors.ts';
import type { AnswerHeaders } from './post.ts';

/** An HTTP answer, before it is judged. */
export interface Reply {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The parsed body's `data`; undefined where the body is no GraphQL response. */
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly GraphQLErrorEntry[];
}

/** Says whether an answer is an error, and which. */
export type Judge = (reply: Reply, details: CallErrorDetails) => CallError | undefined;

const conditionFailed = 'DynamoDB:ConditionalCheckFailedException';
const throttledTypes = new Set(['ThrottlingException', 'TooManyRequestsException', 'LimitExceededException']);

// What AWS's services say when the same request may succeed in a moment, after the data source's name and a colon.
const passing =
  /(?:^|:)(?:ProvisionedThroughputExceeded|Throttling|RequestLimitExceeded|TooManyRequests|TransactionConflict|InternalServerError|InternalFailure|ServiceUnavailable|ExecutionTimeout)(?:Exception)?$/;

/** The error that a whole answer stands for, or undefined when there is data to look at. */
export const wholeRequestError: Judge = (reply, details) => {
  const { status, errors } = reply;
  const about = { ...details, status, requestId: requestIdOf(reply) };
  const name = details.operationName;
  const said = errors[0]?.message ?? `HTTP ${status}`;
  // With a path, it is a resolver's word, after others may have been executed.
  const isThrottled = errors.some(
    ({ errorType, path }) => !path?.length && throttledTypes.has(errorType ?? ''),
  );
  const retryAfterMs = status < 400 ? undefined : retryAfter(reply.headers);
  if (status === 429 || (!reply.data && isThrottled)) {
    return new ThrottledError(`${name}: too many requests (HTTP ${status}).`, { ...about, retryAfterMs });
  }
  if (status === 401 || status === 403) {
    return new UnauthorizedError(`${name}: the server refused the caller: ${said}`, about);
  }
  if (reply.data == null && errors.length === 0) {
    return new HttpStatusError(`${name}: the server answered HTTP ${status} without a GraphQL response.`, {
      ...about,
      retryAfterMs,
    });
  }
  if (status >= 500)
    return new HttpStatusError(`${name}: HTTP ${status}: ${said}`, { ...about, retryAfterMs });
  return undefined;
};

/** As {@link wholeRequestError}, and also the error that any field ended in. */
export const anyError: Judge = (reply, details) => {
  const about = { ...details, status: reply.status, requestId: requestIdOf(reply) };
  return wholeRequestError(reply, details) ?? fieldError(reply.errors, reply.data, about);
};

/** The fields of an answer that were refused. */
export function deniedFields(errors: readonly GraphQLErrorEntry[]): DeniedField[] {
  return errors.filter(isDenied).map(({ path, message }) => deniedField(path ?? [], message));
}

// AppSync's words, since there is nothing else that names the rule.
const notAuthorized = /^Not Authorized to access (\w+) on type (\w+)$/;

/** A refused field, with the rule as far as the message names it. */
export function deniedField(path: DeniedField['path'], message: string): DeniedField {
  const [, field, type] = notAuthorized.exec(message) ?? [];
  return field && type ? { path, message, rule: { type, field } } : { path, message };
}

/** Whether an entry says that a field was refused, rather than that it failed. */
export function isDenied(error: GraphQLErrorEntry): boolean {
  return error.errorType === 'Unauthorized' && Array.isArray(error.path);
}

/** The error that some entries of an answer stand for, denied fields aside; they and the data are kept in it. */
export function fieldError(
  errors: readonly GraphQLErrorEntry[],
  data: unknown,
  details: CallErrorDetails,
): CallError | undefined {
  const rest = errors.filter((error) => !isDenied(error));
  const [first] = rest;
  if (!first) return undefined;
  const name = details.operationName;
  const kept = { ...details, errors: rest, data, denied: deniedFields(errors) };
  if (rest.every((error) => error.errorType === conditionFailed)) {
    return new ConditionFailedError(`${name}: the condition was not met.`, kept);
  }
  const more = rest.length > 1 ? ` (and ${rest.length - 1} more)` : '';
  return new GraphQLCallError(`${name}: ${first.message}${more}`, {
    ...kept,
    passing: rest.every(({ errorType }) => passing.test(errorType ?? '')),
  });
}

/** The error for refused fields, naming the first. */
export function deniedError(
  denied: readonly DeniedField[],
  data: unknown,
  details: CallErrorDetails,
): DeniedError {
  const message = `${details.operationName}: ${denied[0]?.message ?? 'denied'}`;
  return new DeniedError(message, { ...details, denied, data });
}

export function requestIdOf({ headers }: Reply): string | undefined {
  return headers.get('x-amzn-requestid') ?? undefined;
}

export function tokensConsumedOf({ headers }: Reply): number | undefined {
  const tokens = Number(headers.get('x-amzn-appsync-tokensconsumed') ?? NaN);
  return Number.isNaN(tokens) ? undefined : tokens;
}

// Seconds, or an HTTP date.
function retryAfter(headers: AnswerHeaders): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
