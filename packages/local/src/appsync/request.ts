import { RequestError } from './errors.ts';

/** A GraphQL request as its body says it. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/**
 * Reads the body of a GraphQL request.
 *
 * @throws RequestError 400 `MalformedHttpRequestException`, as AppSync answers what it cannot parse.
 */
export function readRequest(body: Buffer): GraphQLRequest {
  const parsed = parseObject(body);
  const { query, variables, operationName } = parsed;
  if (typeof query !== 'string' || query.trim() === '') {
    throw malformed('Request body must contain a query.');
  }
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw malformed('variables must be an object.');
  }
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Not JSON: refused below like JSON that is no object.
  }
  throw malformed('Unable to parse GraphQL query.');
}

function malformed(message: string): RequestError {
  return new RequestError(400, 'MalformedHttpRequestException', message);
}
