import {
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { noIntrospection } from './introspection.ts';
import { malformed, unparsable, type GraphQLRequest } from './request.ts';
import { validationEntry } from './validation-message.ts';

/** A document that can be executed, or the answer to one that cannot. */
export type ReadDocument =
  | { readonly document: DocumentNode; readonly operations: ReadonlyMap<string, OperationDefinitionNode> }
  | { readonly errors: readonly object[] };

const rememberedAtMost = 500;
const maxTokens = 50_000;

/** Parses and validates documents, each text once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: typeof specifiedRules;
  readonly #known = new Map<string, ReadDocument>();

  /** @param introspection - Whether documents may ask for the schema. */
  constructor(schema: GraphQLSchema, introspection = true) {
    this.#schema = schema;
    this.#rules = introspection ? specifiedRules : [...specifiedRules, noIntrospection];
  }

  /** @throws RequestError 400 for a text that is no GraphQL. */
  read(query: string): ReadDocument {
    const known = this.#known.get(query);
    if (known) return known;
    const document = parseOrRefuse(query);
    const errors = validate(this.#schema, document, this.#rules);
    const read: ReadDocument =
      errors.length > 0
        ? { errors: errors.map((error) => validationEntry(error, document)) }
        : { document, operations: operationsOf(document) };
    // The oldest makes room: programs send few documents, again and again.
    if (this.#known.size >= rememberedAtMost) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(query, read);
    return read;
  }
}

function parseOrRefuse(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) throw unparsable();
    throw error;
  }
}

function operationsOf(document: DocumentNode): Map<string, OperationDefinitionNode> {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return new Map(operations.map((node) => [node.name?.value ?? '', node]));
}

/**
 * The operation that a request names, or its only one.
 *
 * @throws RequestError 400.
 */
export function chooseOperation(
  operations: ReadonlyMap<string, OperationDefinitionNode>,
  { operationName }: GraphQLRequest,
): OperationDefinitionNode {
  if (operationName === undefined && operations.size > 1) throw malformed('Missing operation name.');
  const [only] = operations.values();
  const operation = operationName === undefined ? only : operations.get(operationName);
  if (!operation) throw malformed(`Unknown operation named '${operationName ?? ''}'.`);
  return operation;
}
