import { randomUUID } from 'node:crypto';
import { execute, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Reply } from '../cognito/cognito.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { identify, type Caller, type Gate } from './caller.ts';
import { chooseOperation, Documents } from './documents.ts';
import { RequestError } from './errors.ts';
import { fieldEntry } from './field-entry.ts';
import { RequestBudget } from './limits.ts';
import { mutationEvents, type MutationEvent } from './mutation-events.ts';
import { readHttpRequest, unparsable, type GraphQLRequest } from './request.ts';
import { equipResolvers, type Backend, type RequestContext } from './resolvers.ts';
import { equipScalars } from './scalars.ts';
import { notInRealTime, notOverHttp, subscriptionError, SubscriptionError } from './subscription-error.ts';
import { Subscriptions, type Deliver } from './subscriptions.ts';
import { variableEntry } from './variable-message.ts';

/** How a local AppSync is set up. */
export interface AppSyncOptions extends Backend {
  readonly gate: Gate;
  /** Whether documents may ask for the schema. @defaultValue `true` */
  readonly introspection?: boolean | undefined;
}

/** A local AppSync: one GraphQL API. */
export interface AppSync {
  /** Answers a request over HTTP. */
  handle(request: SignedRequest): Promise<Reply>;
  /** Finds out who makes a request. @throws RequestError 401 or 403. */
  identify(request: SignedRequest): Promise<Caller>;
  /**
   * Begins a subscription for somebody known.
   *
   * @returns What ends it.
   * @throws SubscriptionError with what AppSync would say.
   */
  subscribe(caller: Caller, asked: GraphQLRequest, deliver: Deliver): () => void;
}

/** Makes an API that enforces the access table of its schema. */
export function createAppSync(options: AppSyncOptions): AppSync {
  const { schema } = options.expanded;
  equipScalars(schema);
  equipResolvers(options);
  const api: Api = {
    ...options,
    documents: new Documents(schema, options.introspection),
    subscriptions: new Subscriptions(options),
  };
  return {
    async handle(request) {
      try {
        return await run(api, await identify(request, api.gate), request);
      } catch (error) {
        const { status, type: errorType, message } = refusal(error);
        return answer(status, { errors: [{ errorType, message }] }, errorType);
      }
    },
    identify: (request) => identify(request, api.gate),
    subscribe: (caller, asked, deliver) => subscribe(api, caller, asked, deliver),
  };
}

interface Api extends AppSyncOptions {
  readonly documents: Documents;
  readonly subscriptions: Subscriptions;
}

async function run(api: Api, caller: Caller, request: SignedRequest): Promise<Reply> {
  const { schema } = api.expanded;
  const asked = readHttpRequest(request);
  const read = api.documents.read(asked.query);
  if ('errors' in read) return answer(200, { data: null, errors: read.errors });
  const { document, operations } = read;
  const operation = chooseOperation(operations, asked);
  if (operation.operation === 'subscription') throw notOverHttp();
  const context: RequestContext = { caller, headers: request.headers, budget: new RequestBudget(api.limits) };
  const result = await execute({
    schema,
    document,
    variableValues: asked.variables,
    operationName: asked.operationName,
    contextValue: context,
  });
  publish(api, mutationEvents(schema, document, operation, result.data));
  return answer(200, bodyOf(result, schema, operation, asked));
}

// After the answer, which need not wait for whoever listens.
function publish({ subscriptions }: Api, events: readonly MutationEvent[]): void {
  if (events.length > 0) setImmediate(() => events.forEach((event) => subscriptions.publish(event)));
}

function subscribe(api: Api, caller: Caller, asked: GraphQLRequest, deliver: Deliver): () => void {
  try {
    const read = api.documents.read(asked.query);
    if ('errors' in read) throw new SubscriptionError(read.errors);
    const operation = chooseOperation(read.operations, asked);
    if (operation.operation !== 'subscription') throw notInRealTime(operation.operation);
    return api.subscriptions.add({ asked, document: read.document, operation }, caller, deliver);
  } catch (error) {
    throw subscriptionError(error);
  }
}

function refusal(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  // Something nested so deep that reading it takes more stack than there is.
  if (error instanceof RangeError) return unparsable();
  throw error;
}

function bodyOf(
  { data, errors }: ExecutionResult,
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  { variables }: GraphQLRequest,
): object {
  const [first] = errors ?? [];
  if (!first) return { data };
  // Without data nothing was executed: the variables are wrong, and AppSync names the first thing wrong with them.
  if (data === undefined) {
    return { data: null, errors: [variableEntry(first, schema, operation, variables)] };
  }
  return { data: data ?? null, errors: errors?.map((error) => fieldEntry(error, schema)) };
}

function answer(status: number, body: object, errorType?: string): Reply {
  const headers = {
    'content-type': 'application/json;charset=UTF-8',
    'x-amzn-requestid': randomUUID(),
    'x-amzn-appsync-tokensconsumed': '1',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  };
  return { status, headers, body: JSON.stringify(body) };
}
