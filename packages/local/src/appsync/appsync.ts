import { randomUUID } from 'node:crypto';
import type { ExpandedSchema, RootFieldInfo } from '@postern/schema';
import {
  execute,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLFieldResolver,
  type OperationDefinitionNode,
} from 'graphql';
import type { Reply } from '../cognito/cognito.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import type { Item } from '../store/item-store.ts';
import { identify, type Caller, type Gate } from './caller.ts';
import { FieldError, notAuthorized, RequestError } from './errors.ts';
import { FieldPolicy } from './field-policy.ts';
import { identityOf, invoke, type LambdaHandler } from './functions.ts';
import { modelResolver, type ModelBackend, type RootResolver } from './model-resolvers.ts';
import { readRequest, type GraphQLRequest } from './request.ts';
import { equipScalars } from './scalars.ts';
import { validationMessage } from './validation-message.ts';

/** How a local AppSync is set up. */
export interface AppSyncOptions extends ModelBackend {
  readonly gate: Gate;
  /** The functions of `@function`, by name; made when first called. */
  readonly handlers: () => Promise<Readonly<Record<string, LambdaHandler>>>;
}

/** A local AppSync: one GraphQL API. */
export interface AppSync {
  handle(request: SignedRequest): Promise<Reply>;
}

interface Context {
  readonly caller: Caller;
  readonly headers: SignedRequest['headers'];
}

const cachedDocuments = 500;

/** Makes an API that enforces the access table of its schema. */
export function createAppSync(options: AppSyncOptions): AppSync {
  const { expanded } = options;
  equipScalars(expanded.schema);
  const policy = new FieldPolicy(expanded);
  const resolvers = rootResolvers(options);
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();
  const fieldResolver: GraphQLFieldResolver<Item | undefined, Context> = (source, args, context, info) => {
    const type = info.parentType.name;
    const { caller } = context;
    if (!policy.allows(type, info.fieldName, caller, source)) throw notAuthorized(type, info.fieldName);
    const root = info.path.prev === undefined ? resolvers.get(`${type}.${info.fieldName}`) : undefined;
    if (root) return root(args as Record<string, unknown>, caller, context.headers);
    const value = source?.[info.fieldName] ?? null;
    return policy.showsOwner(type, info.fieldName) ? lastPart(value) : value;
  };
  return {
    async handle(request) {
      try {
        const caller = await identify(request, options.gate);
        const asked = readRequest(request.body);
        const document = readDocument(asked, expanded, documents);
        if (!('kind' in document)) return reply(200, { data: null, errors: document.map(validationEntry) });
        refuseSubscription(document, asked);
        const result = await execute({
          schema: expanded.schema,
          document,
          variableValues: asked.variables,
          operationName: asked.operationName,
          fieldResolver: fieldResolver as GraphQLFieldResolver<unknown, unknown>,
          contextValue: { caller, headers: request.headers } satisfies Context,
        });
        const errors = result.errors?.map(fieldEntry);
        return reply(200, { data: result.data ?? null, ...(errors ? { errors } : {}) });
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        return reply(
          error.status,
          { errors: [{ errorType: error.type, message: error.message }] },
          error.type,
        );
      }
    },
  };
}

type Resolver = (...args: [...Parameters<RootResolver>, SignedRequest['headers']]) => unknown;

function rootResolvers(options: AppSyncOptions): Map<string, Resolver> {
  return new Map(
    options.expanded.rootFields.map((info) => [`${info.parent}.${info.name}`, rootResolver(info, options)]),
  );
}

function rootResolver(info: RootFieldInfo, options: AppSyncOptions): Resolver {
  switch (info.kind) {
    case 'get':
    case 'list':
    case 'index':
    case 'create':
    case 'update':
    case 'delete':
      return modelResolver(info, options);
    case 'function':
      return (args, caller, headers) => runPipeline(info, options, args, caller, headers);
    default:
      return () => {
        throw new FieldError(
          'UnsupportedOperation',
          `${info.parent}.${info.name} has no resolver in the local API.`,
        );
      };
  }
}

async function runPipeline(
  info: Extract<RootFieldInfo, { kind: 'function' }>,
  { handlers }: AppSyncOptions,
  args: Readonly<Record<string, unknown>>,
  caller: Caller,
  headers: SignedRequest['headers'],
): Promise<unknown> {
  const functions = await handlers();
  let result: unknown = null;
  for (const name of info.functionNames) {
    result = await invoke(functions, name, {
      typeName: info.parent,
      fieldName: info.name,
      arguments: args,
      identity: identityOf(caller),
      source: null,
      request: { headers: { ...headers, authorization: undefined } },
      prev: result === null ? null : { result },
    });
  }
  return result;
}

function readDocument(
  { query }: GraphQLRequest,
  { schema }: ExpandedSchema,
  documents: Map<string, DocumentNode | readonly GraphQLError[]>,
): DocumentNode | readonly GraphQLError[] {
  const known = documents.get(query);
  if (known) return known;
  const document = parseOrRefuse(query);
  const errors = validate(schema, document);
  const read = errors.length > 0 ? errors : document;
  if (documents.size >= cachedDocuments) documents.delete(documents.keys().next().value ?? '');
  documents.set(query, read);
  return read;
}

function parseOrRefuse(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: 50_000 });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new RequestError(
      400,
      'MalformedHttpRequestException',
      `Unable to parse GraphQL query: ${error.message}`,
    );
  }
}

function refuseSubscription(document: DocumentNode, { operationName }: GraphQLRequest): void {
  const operations = document.definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const asked = operations.find((node) => operationName === undefined || node.name?.value === operationName);
  if (asked?.operation !== 'subscription') return;
  throw new RequestError(
    400,
    'UnsupportedOperation',
    'Subscriptions are not supported by the local API yet.',
  );
}

function lastPart(owner: unknown): unknown {
  if (Array.isArray(owner)) return owner.map(lastPart);
  return typeof owner === 'string' ? owner.split('::').at(-1) : owner;
}

function validationEntry(error: GraphQLError): object {
  return { path: null, locations: locationsOf(error), message: validationMessage(error) };
}

function fieldEntry(error: GraphQLError): object {
  const { originalError, path, message } = error;
  const entry = { path: path ?? null, locations: locationsOf(error), message };
  if (originalError instanceof FieldError)
    return { ...entry, data: null, errorType: originalError.type, errorInfo: null };
  return path ? { ...entry, data: null, errorType: 'ExecutionError', errorInfo: null } : entry;
}

function locationsOf({ locations }: GraphQLError): object[] {
  return (locations ?? []).map(({ line, column }) => ({ line, column, sourceName: null }));
}

function reply(status: number, body: object, errorType?: string): Reply {
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    'x-amzn-requestid': randomUUID(),
    'x-amzn-appsync-tokensconsumed': '1',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  };
  return { status, headers, body: JSON.stringify(body) };
}
