import { call, type CallOptions } from './call.ts';
import type { DeniedField } from './errors.ts';
import type { TypedOperation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { anyError, deniedError, deniedFields, requestIdOf, tokensConsumedOf } from './reply.ts';

/** A call's outcome: `null` in the data means null unless its path stands in `denied`. */
export interface CallResult<Result> {
  readonly data: Result;
  readonly denied: readonly DeniedField[];
  readonly attempts: number;
  readonly requestId: string | undefined;
  /** AppSync's request tokens that the answer cost, where it says so. */
  readonly tokensConsumed: number | undefined;
}

/** Options of one request. */
export interface RequestOptions extends CallOptions {
  /** Throw for any denied field. @defaultValue the client's `strict` */
  readonly strict?: boolean;
}

/** Runs one operation; see {@link Client.request}. */
export async function request<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  options: ResolvedOptions,
  requestOptions: RequestOptions = {},
): Promise<CallResult<Result>> {
  const payload = { operationName: operation.name, text: operation.text, variables: variables as object };
  const { reply, attempts } = await call(payload, operation.kind, options, requestOptions, anyError);
  const details = {
    operationName: operation.name,
    attempts,
    status: reply.status,
    requestId: requestIdOf(reply),
  };
  const denied = deniedFields(reply.errors);
  const nothingLeft = operation.rootFields.every(({ responseKey }) =>
    denied.some(({ path }) => path.length === 1 && path[0] === responseKey),
  );
  if (denied.length > 0 && (nothingLeft || (requestOptions.strict ?? options.strict))) {
    throw deniedError(denied, reply.data, details);
  }
  const { requestId } = details;
  return { data: reply.data as Result, denied, attempts, requestId, tokensConsumed: tokensConsumedOf(reply) };
}
