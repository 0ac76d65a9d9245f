import { randomUUID } from 'node:crypto';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { RequestError } from './errors.ts';

/** What AppSync asks a Lambda authorizer. */
export interface AuthorizerEvent {
  readonly authorizationToken: string;
  readonly requestContext: {
    readonly apiId: string;
    readonly accountId: string;
    readonly requestId: string;
    readonly queryString: unknown;
    readonly operationName: unknown;
    readonly variables: unknown;
  };
  readonly requestHeaders: Readonly<Record<string, unknown>>;
}

/** What a Lambda authorizer answers. */
export interface AuthorizerAnswer {
  readonly isAuthorized: boolean;
  /** Handed to resolvers as `$ctx.identity.resolverContext`. */
  readonly resolverContext?: Readonly<Record<string, string | number | boolean>>;
  /** Fields that this caller may not reach, as `Query.getItem` or as ARNs. */
  readonly deniedFields?: readonly string[];
  /** Accepted, and of no effect: every request is asked about. */
  readonly ttlOverride?: number;
}

/** A Lambda authorizer, run in process. */
export type Authorizer = (event: AuthorizerEvent) => unknown;

/** A caller whom a Lambda authorizer let in. */
export interface LambdaCaller {
  readonly mode: 'lambda';
  readonly resolverContext: Readonly<Record<string, unknown>>;
  readonly deniedFields: ReadonlySet<string>;
}

const limitMs = 10_000;

/**
 * Asks a Lambda authorizer about a request. One that fails, takes over 10 s or answers nonsense lets nobody in.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
 * @throws RequestError 401.
 */
export async function askAuthorizer(
  authorizer: Authorizer,
  authorizationToken: string,
  { body, headers: requestHeaders }: SignedRequest,
): Promise<LambdaCaller> {
  const { query: queryString, operationName, variables } = read(body);
  const requestContext = {
    ...{ apiId: 'local', accountId: '000000000000', requestId: randomUUID() },
    ...{ queryString, operationName, variables },
  };
  const answer = await call(authorizer, { authorizationToken, requestContext, requestHeaders });
  if (answer?.isAuthorized !== true) {
    throw new RequestError(401, 'UnauthorizedException', 'You are not authorized to make this call.');
  }
  const { resolverContext = {}, deniedFields = [] } = answer;
  return { mode: 'lambda', resolverContext, deniedFields: new Set([deniedFields].flat().map(fieldName)) };
}

// `arn:aws:appsync:us-east-1:111122223333:apis/ID/types/Query/fields/getItem` is `Query.getItem`.
function fieldName(name: string): string {
  const [, type, field] = /^arn:.*\/types\/(\w+)\/fields\/(\w+)$/.exec(name) ?? [];
  return type === undefined || field === undefined ? name : `${type}.${field}`;
}

async function call(authorizer: Authorizer, event: AuthorizerEvent): Promise<AuthorizerAnswer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    const answered = (async () => authorizer(JSON.parse(JSON.stringify(event)) as AuthorizerEvent))();
    return (await Promise.race([answered, late])) as AuthorizerAnswer | undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function read(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(body.toString()) ?? {}) as Record<string, unknown>;
  } catch {
    // Refused after the caller is known, as any body that is none.
    return {};
  }
}
