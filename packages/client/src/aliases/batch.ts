import { aliasedDocument, aliasedVariables, aliasOf } from './alias.ts';
import { call, type CallOptions } from '../call.ts';
import {
  GraphQLCallError,
  type CallError,
  type CallErrorDetails,
  type DeniedField,
  type GraphQLErrorEntry,
} from '../errors.ts';
import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { isRepeatable } from '../repeatable.ts';
import { deniedError, deniedFields, fieldError, requestIdOf, type Reply } from '../reply.ts';

/** What became of one entry of a batch. */
export type BatchResult<Result> =
  | {
      readonly status: 'done';
      readonly data: Result;
      /** The fields in it that the caller may not read. */
      readonly denied: readonly DeniedField[];
    }
  | { readonly status: 'failed'; readonly error: CallError };

/** Runs one operation many times in one request; see {@link Client.batch}. */
export async function batch<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  all: readonly Variables[],
  options: ResolvedOptions,
  callOptions: CallOptions = {},
): Promise<{ results: BatchResult<Result>[]; attempts: number }> {
  if (all.length === 0) return { results: [], attempts: 0 };
  const payload = {
    operationName: operation.name,
    text: aliasedDocument(operation, all.length),
    variables: aliasedVariables(all as readonly object[]),
    copies: all.length,
  };
  const repeatable = callOptions.repeatable ?? isRepeatable(operation, all, options.repeatable);
  const { reply, attempts } = await call(payload, operation.kind, options, { ...callOptions, repeatable });
  const details = {
    operationName: operation.name,
    attempts,
    status: reply.status,
    requestId: requestIdOf(reply),
  };
  // An entry without a path, such as a validation error, is about the whole document; where there is data, it was executed.
  const ofDocument = reply.errors.filter((error) => !error.path?.length);
  const whole = reply.data ? undefined : fieldError(ofDocument, reply.data, details);
  if (whole) throw whole;
  return { results: resultsOf(operation, all.length, reply, details, options.strict), attempts };
}

function resultsOf<Result>(
  operation: TypedOperation<Result, never>,
  count: number,
  reply: Reply,
  details: CallErrorDetails,
  strict: boolean,
): BatchResult<Result>[] {
  const byAlias = Map.groupBy(reply.errors, (error) => String(error.path?.[0] ?? ''));
  const key = operation.rootFields[0]?.responseKey ?? '';
  return Array.from({ length: count }, (_, index) => {
    const alias = aliasOf(index);
    const value = reply.data?.[alias] ?? null;
    const data = { [key]: value };
    // Nearly all of them: nothing is said of it.
    if (value !== null && !byAlias.has(alias)) return { status: 'done', data: data as Result, denied: [] };
    // What is said of no copy is said of each that has nothing.
    const ofNone = value === null ? (byAlias.get('') ?? []) : [];
    const errors = [...(byAlias.get(alias) ?? []).map((error) => renamed(error, key)), ...ofNone];
    const denied = deniedFields(errors);
    const error =
      fieldError(errors, data, details) ??
      (denied.length > 0 && (strict || value === null) ? deniedError(denied, data, details) : undefined) ??
      (reply.data == null && errors.length === 0 ? lostError(reply, details) : undefined);
    return error ? { status: 'failed', error } : { status: 'done', data: data as Result, denied };
  });
}

// A field that may not be null takes the data of all with it when it fails: this copy was perhaps executed, and perhaps not.
function lostError({ errors }: Reply, details: CallErrorDetails): CallError | undefined {
  const [first] = errors;
  if (!first) return undefined;
  const message = `${details.operationName}: its result was lost with that of another copy, which failed: ${first.message}`;
  return new GraphQLCallError(message, { ...details, errors, passing: true, data: null });
}

function renamed(error: GraphQLErrorEntry, key: string): GraphQLErrorEntry {
  return { ...error, path: [key, ...(error.path ?? []).slice(1)] };
}
