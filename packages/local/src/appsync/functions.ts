import type { Caller } from './caller.ts';
import { FieldError } from './errors.ts';

/** The event that Amplify's `@function` resolver hands to a Lambda function. */
export interface FunctionEvent {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly identity: unknown;
  readonly source: unknown;
  readonly request: { readonly headers: Readonly<Record<string, unknown>> };
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

/** Makes the functions of an API, by the names that `@function` uses. */
export type FunctionsFactory = (
  environment: FunctionEnvironment,
) => Readonly<Record<string, LambdaHandler>> | Promise<Readonly<Record<string, LambdaHandler>>>;

const limitMs = 30_000;

/**
 * Runs one function.
 *
 * @throws FieldError `Lambda:Unhandled` with the function's own message, `Lambda:ResourceNotFoundException` when there
 * is no such function, `ExecutionTimeout` after 30 s.
 */
export async function invoke(
  handlers: Readonly<Record<string, LambdaHandler>>,
  functionName: string,
  event: FunctionEvent,
): Promise<unknown> {
  // Amplify appends the environment's name to a function's.
  const name = functionName.replace(/-?\$\{env\}$/, '');
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw new FieldError('Lambda:ResourceNotFoundException', `Function not found: ${name}`);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new FieldError('ExecutionTimeout', `${name} did not answer within 30 s.`)),
      limitMs,
    );
  });
  try {
    const result = Promise.resolve(handler(event, { functionName: name }));
    return await Promise.race([result, timeout]);
  } catch (error) {
    if (error instanceof FieldError) throw error;
    throw new FieldError('Lambda:Unhandled', error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** `$ctx.identity` as AppSync gives it to a resolver. */
export function identityOf(caller: Caller): unknown {
  if (caller.mode === 'apiKey') return null;
  if (caller.mode === 'iam') return { userArn: caller.principal.arn, accountId: '000000000000' };
  const { claims } = caller;
  return {
    claims,
    groups: claims['cognito:groups'] ?? null,
    issuer: claims.iss,
    sub: claims.sub,
    username: claims.username ?? claims['cognito:username'],
    defaultAuthStrategy: 'ALLOW',
  };
}
