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

// What is remembered at most. A document takes some forty times the room of its text, so that texts count as well.
const rememberedDocuments = 500;
const rememberedCharacters = 1_000_000;
const maxTokens = 50_000;

/** Parses and validates documents, each text once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #rules: typeof specifiedRules;
  readonly #known = new Map<string, ReadDocument>();
  #characters = 0;

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
    this.#remember(query, read);
    return read;
  }

  // The oldest make room: programs send few documents, again and again. One that would drive out many is not remembered.
  #remember(query: string, read: ReadDocument): void {
    if (query.length > rememberedCharacters / 10) return;
    this.#known.set(query, read);
    this.#characters += query.length;
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= rememberedDocuments && this.#characters <= rememberedCharacters) return;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
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
