import type { DeniedField } from './errors.ts';
import type { TypedOperation } from './operation.ts';
import { deniedError, deniedFields, requestIdOf, tokensConsumedOf, type Reply } from './reply.ts';

/** A call's outcome: `null` in the data means null unless its path stands in `denied`. */
export interface CallResult<Result> {
  readonly data: Result;
  readonly denied: readonly DeniedField[];
  readonly attempts: number;
  readonly requestId: string | undefined;
  /** AppSync's request tokens that the answer cost, where it says so. */
  readonly tokensConsumed: number | undefined;
}

/**
 * The outcome of an answer that is no error as a whole.
 *
 * @throws DeniedError when nothing but refused fields is left, or any field is refused in strict mode.
 */
export function settle<Result>(
  operation: Pick<TypedOperation, 'name' | 'rootFields'>,
  reply: Reply,
  { attempts, strict }: { readonly attempts: number; readonly strict: boolean },
): CallResult<Result> {
  const requestId = requestIdOf(reply);
  const denied = deniedFields(reply.errors);
  // A field that may not be null takes all above it with it when it is refused.
  const nothingLeft =
    reply.data == null ||
    operation.rootFields.every(({ responseKey }) =>
      denied.some(({ path }) => path.length === 1 && path[0] === responseKey),
    );
  if (denied.length > 0 && (nothingLeft || strict)) {
    const details = { operationName: operation.name, attempts, status: reply.status, requestId };
    throw deniedError(denied, reply.data, details);
  }
  return { data: reply.data as Result, denied, attempts, requestId, tokensConsumed: tokensConsumedOf(reply) };
}
