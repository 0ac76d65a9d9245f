import { AbortedError, NetworkError, TimeoutError, type GraphQLErrorEntry } from '../errors.ts';
import type { CallableBy, Identity } from '../identity.ts';
import type { OperationAccess, TypedOperation } from '../operation.ts';
import type { ClientOptions } from '../options.ts';
import type { RequestOptions } from '../request.ts';
import type { CallResult } from '../settle.ts';
import { unsendable } from '../unsendable.ts';

/** How to make a light client. */
export type LightOptions<Caller extends Identity = Identity> = Pick<
  ClientOptions<Caller>,
  'endpoint' | 'headers' | 'identity' | 'fetch' | 'strict'
> & {
  /** For one attempt, from when it has its headers, in milliseconds. @defaultValue `30_000`, AppSync's own limit. */
  readonly attemptTimeoutMs?: number;
};

/** Typed requests, and no more. */
export interface LightClient<Caller extends Identity = Identity> {
  /** As `request` of the whole client, without its retries: a refused token alone is replaced once. @throws CallError; TypeError when the headers cannot be sent */
  request<Result, Variables, Access extends OperationAccess, Name extends string>(
    operation: TypedOperation<Result, Variables, Access, Name> & CallableBy<Access, Caller, Name>,
    variables: NoInfer<Variables>,
    options?: Pick<RequestOptions, 'signal' | 'strict'>,
  ): Promise<CallResult<Result>>;
}

/**
 * Makes a client for a page that has to be small: one request at a time over the platform's `fetch`, with the same types and
 * errors as `createClient`. What is needed after an error only is loaded then.
 */
export function createLightClient<const Caller extends Identity = Identity>(
  options: LightOptions<Caller>,
): LightClient<Caller> {
  return {
    request: async <Result>(
      operation: TypedOperation<Result, never>,
      variables: unknown,
      { signal, strict = options.strict ?? false }: Pick<RequestOptions, 'signal' | 'strict'> = {},
    ): Promise<CallResult<Result>> => {
      const body = JSON.stringify({ query: operation.text, variables });
      let rejected: Readonly<Record<string, string>> | undefined;
      for (let attempt = 1; ; attempt += 1) {
        const wanted = { url: options.endpoint, method: 'POST' as const, body, attempt, rejected };
        const sent = await options.headers(signal ? { ...wanted, signal } : wanted);
        const { status, headers, text } = await post(options, operation.name, body, sent, signal);
        if (status === 401 && attempt === 1) {
          rejected = sent;
          continue;
        }
        const { data, errors } = parse(text);
        if (status === 200 && data && !errors?.length) {
          return { data: data as Result, denied: [], attempts: attempt, ...said(headers) };
        }
        const { outcome } = await import('./outcome.ts');
        return outcome<Result>(
          operation,
          { status, headers, data, errors: errors ?? [] },
          { attempts: attempt, strict },
        );
      }
    },
  };
}

function said(headers: Headers) {
  const cost = headers.get('x-amzn-appsync-tokensconsumed');
  return {
    requestId: headers.get('x-amzn-requestid') ?? undefined,
    tokensConsumed: cost === null ? undefined : Number(cost),
  };
}

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLErrorEntry[] | null;
}

// What is no JSON is no GraphQL response either.
function parse(text: string): Body {
  try {
    return (JSON.parse(text) ?? {}) as Body;
  } catch {
    return {};
  }
}

async function post(
  options: LightOptions,
  operationName: string,
  body: string,
  sent: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<{ status: number; headers: Headers; text: string }> {
  const { endpoint, attemptTimeoutMs = 30_000, fetch: send = fetch } = options;
  const timeout = AbortSignal.timeout(attemptTimeoutMs);
  try {
    const response = await send(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sent },
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    throw noAnswer(cause);
  }

  function noAnswer(cause: unknown): Error {
    const { host } = new URL(endpoint);
    if (signal?.aborted) return new AbortedError(`${operationName}: aborted.`, { operationName, cause });
    if (timeout.aborted) {
      const message = `${operationName}: no answer from ${host} within ${attemptTimeoutMs} ms.`;
      return new TimeoutError(message, { operationName });
    }
    const message = `${operationName}: cannot reach ${host}.`;
    return unsendable(sent) ?? new NetworkError(message, { operationName, cause, mayHaveArrived: true });
  }
}
