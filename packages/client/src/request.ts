import { call, type CallOptions } from './call.ts';
import type { TypedOperation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { isRepeatable } from './repeatable.ts';
import { anyError } from './reply.ts';
import { settle, type CallResult } from './settle.ts';

export type { CallResult } from './settle.ts';

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
  if (operation.kind === 'subscription') {
    throw new TypeError(`${operation.name} is a subscription: read it with \`subscribe\`.`);
  }
  const payload = { operationName: operation.name, text: operation.text, variables: variables as object };
  const repeatable = requestOptions.repeatable ?? isRepeatable(operation, [variables], options.repeatable);
  const callOptions = { ...requestOptions, repeatable };
  const { reply, attempts } = await call(payload, operation.kind, options, callOptions, anyError);
  return settle(operation, reply, { attempts, strict: requestOptions.strict ?? options.strict });
}
