import { randomUUID } from 'node:crypto';
import { execute, type ExecutionResult, type OperationDefinitionNode } from 'graphql';
import type { Reply } from '../cognito/cognito.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { identify, type Gate } from './caller.ts';
import { checkOperation, Documents } from './documents.ts';
import { RequestError } from './errors.ts';
import { fieldEntry } from './field-entry.ts';
import { readRequest, unparsable, type GraphQLRequest } from './request.ts';
import { equipResolvers, type Backend, type RequestContext } from './resolvers.ts';
import { equipScalars } from './scalars.ts';
import { variableEntry } from './variable-message.ts';

/** How a local AppSync is set up. */
export interface AppSyncOptions extends Backend {
  readonly gate: Gate;
}

/** A local AppSync: one GraphQL API. */
export interface AppSync {
  handle(request: SignedRequest): Promise<Reply>;
}

/** Makes an API that enforces the access table of its schema. */
export function createAppSync(options: AppSyncOptions): AppSync {
  const { schema } = options.expanded;
  equipScalars(schema);
  equipResolvers(options);
  const documents = new Documents(schema);
  return {
    async handle(request) {
      try {
        const caller = await identify(request, options.gate);
        const asked = readRequest(request.body);
        const read = documents.read(asked.query);
        if ('errors' in read) return answer(200, { data: null, errors: read.errors });
        checkOperation(read.operations, asked);
        const context: RequestContext = { caller, headers: request.headers };
        const result = await execute({
          schema,
          document: read.document,
          variableValues: asked.variables,
          operationName: asked.operationName,
          contextValue: context,
        });
        return answer(200, bodyOf(result, options, read.operations, asked));
      } catch (error) {
        const { status, type: errorType, message } = refusal(error);
        return answer(status, { errors: [{ errorType, message }] }, errorType);
      }
    },
  };
}

function refusal(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  // Something nested so deep that reading it takes more stack than there is.
  if (error instanceof RangeError) return unparsable();
  throw error;
}

function bodyOf(
  { data, errors }: ExecutionResult,
  { expanded: { schema } }: Backend,
  operations: ReadonlyMap<string, OperationDefinitionNode>,
  { operationName, variables }: GraphQLRequest,
): object {
  const [first] = errors ?? [];
  if (!first) return { data };
  const operation = operationName === undefined ? [...operations.values()][0] : operations.get(operationName);
  // Without data nothing was executed: the variables are wrong, and AppSync names the first thing wrong with them.
  if (data === undefined && operation) {
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
