import { account } from '../identity/roles.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import type { Caller } from './caller.ts';
import { FieldError } from './errors.ts';
import { timedOut, type RequestBudget } from './limits.ts';

/** The event that Amplify's `@function` resolver hands to a Lambda function. */
export interface FunctionEvent {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly identity: unknown;
  readonly source: unknown;
  readonly request: {
    readonly headers: Readonly<Record<string, unknown>>;
    readonly domainName: string | null;
  };
  /** The result of the function before, in a pipeline. */
  readonly prev: unknown;
}

/** A Lambda function, run in process. */
export type LambdaHandler = (event: FunctionEvent, context: { readonly functionName: string }) => unknown;

/** What a function gets to know of the API that it belongs to, as its environment variables would say. */
export interface FunctionEnvironment {
  readonly graphqlEndpoint: string;
  readonly region: string;
  /** Of the functions' own role. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** The functions of an API, by the names that `@function` uses. */
export type Handlers = Readonly<Record<string, LambdaHandler>>;

/** Makes the functions of an API. */
export type FunctionsFactory = (environment: FunctionEnvironment) => Handlers | Promise<Handlers>;

/** One call of a field that functions answer. */
export interface FunctionCall {
  readonly typeName: string;
  readonly fieldName: string;
  readonly functionNames: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
  readonly source: unknown;
  readonly caller: Caller;
  readonly headers: SignedRequest['headers'];
  /** What the request has left of its time. @defaultValue 30 s */
  readonly budget: RequestBudget | undefined;
}

/**
 * Runs a field's functions one after another; each gets the result of the one before as `prev.result`.
 *
 * @throws FieldError as of {@link invoke}.
 */
export async function runFunctions(handlers: Handlers, call: FunctionCall): Promise<unknown> {
  let result: unknown = {};
  for (const name of call.functionNames) {
    result = await invoke(
      handlers,
      name,
      {
        typeName: call.typeName,
        fieldName: call.fieldName,
        arguments: call.args,
        identity: identityOf(call.caller),
        source: call.source ?? null,
        request: { headers: call.headers, domainName: null },
        prev: { result },
      },
      call.budget?.remainingMs,
    );
  }
  return result;
}

/**
 * Runs one function. Event and result are copied as JSON, as they are between AppSync and Lambda.
 *
 * @throws FieldError `Lambda:Unhandled` with the function's own message, `Lambda:ResourceNotFoundException` when there
 * is no such function, `ExecutionTimeout` when the request's time is over.
 *
 * @param limitMs - How long it may take, in milliseconds.
 */
export async function invoke(
  handlers: Handlers,
  functionName: string,
  event: FunctionEvent,
  limitMs = 30_000,
): Promise<unknown> {
  // Amplify appends the environment's name to a function's.
  const name = functionName.replace(/-?\$\{env\}$/, '');
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw new FieldError('Lambda:ResourceNotFoundException', `Function not found: ${name}`);
  if (limitMs <= 0) throw timedOut();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut()), limitMs);
  });
  try {
    const answered = (async () => handler(asJson(event) as FunctionEvent, { functionName: name }))();
    return asJson(await Promise.race([answered, timeout]));
  } catch (error) {
    if (error instanceof FieldError) throw error;
    throw new FieldError('Lambda:Unhandled', error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function asJson(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as unknown);
}

const sourceIp = ['127.0.0.1'];

/** `$ctx.identity` as AppSync gives it to a resolver. */
export function identityOf(caller: Caller): unknown {
  if (caller.mode === 'apiKey') return null;
  if (caller.mode === 'lambda') return { resolverContext: caller.resolverContext };
  if (caller.mode === 'iam') {
    const { arn, identity } = caller.principal;
    return {
      userArn: arn,
      username: arn,
      accountId: account,
      sourceIp,
      cognitoIdentityId: identity?.identityId ?? null,
      cognitoIdentityPoolId: identity?.identityPoolId ?? null,
      cognitoIdentityAuthType: identity && (identity.isGuest ? 'unauthenticated' : 'authenticated'),
    };
  }
  if (caller.mode === 'oidc') {
    const { claims } = caller;
    return { claims, issuer: claims.iss, sub: claims.sub };
  }
  const { claims } = caller;
  return {
    claims,
    groups: claims['cognito:groups'] ?? null,
    issuer: claims.iss,
    sub: claims.sub,
    username: claims.username ?? claims['cognito:username'],
    sourceIp,
    defaultAuthStrategy: 'ALLOW',
  };
}
