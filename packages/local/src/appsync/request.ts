import type { SignedRequest } from '../sigv4/signed-request.ts';
import { RequestError } from './errors.ts';

/** A GraphQL request as its body or its URL says it. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/**
 * Reads a GraphQL request over HTTP: a POST from its body, a GET from its URL, for queries and mutations alike.
 *
 * @see https://github.com/graphql/graphql-over-http/issues/81 for what AppSync takes and answers
 * @throws RequestError 400 `MalformedHttpRequestException`.
 */
export function readHttpRequest({ method, url, body }: Omit<SignedRequest, 'headers'>): GraphQLRequest {
  if (method !== 'GET') return readRequest(body);
  const given = new URL(url, 'http://local').searchParams;
  const variables = given.get('variables');
  return requestOf({
    query: given.get('query'),
    variables: variables === null || variables === '' ? undefined : parseObject(Buffer.from(variables)),
    operationName: given.get('operationName'),
  });
}

/**
 * Reads the body of a GraphQL request.
 *
 * @throws RequestError 400 `MalformedHttpRequestException`.
 */
export function readRequest(body: Buffer): GraphQLRequest {
  if (body.length === 0) throw malformed('Request body is empty.');
  return requestOf(parseObject(body));
}

function requestOf({ query, variables, operationName }: Record<string, unknown>): GraphQLRequest {
  if (typeof query !== 'string' || query.trim() === '') throw unparsable();
  if (!isObject(variables ?? {}) || typeof (operationName ?? '') !== 'string') throw unparsable();
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
  };
}

/** What AppSync answers to a body or a document that it cannot parse; it gives no reason. */
export function unparsable(): RequestError {
  return malformed('Unable to parse GraphQL query.');
}

/** A request that AppSync refuses before it looks at who sent it. */
export function malformed(message: string): RequestError {
  return new RequestError(400, 'MalformedHttpRequestException', message);
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (isObject(parsed)) return parsed;
  } catch {
    // Not JSON: refused below like JSON that is no object.
  }
  throw unparsable();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
