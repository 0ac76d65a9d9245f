import type { RootFieldInfo } from '@postern/schema';
import {
  execute,
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Caller } from './caller.ts';
import { notAuthorized } from './errors.ts';
import type { Args } from './field-arguments.ts';
import { fieldEntry } from './field-entry.ts';
import { readFieldPolicy } from './field-policy.ts';
import { checkFilter, matches, type Filter } from './filter.ts';
import type { MutationEvent } from './mutation-events.ts';
import type { GraphQLRequest } from './request.ts';
import type { Backend, RequestContext } from './resolvers.ts';
import { passesRules, rolesFor } from './roles.ts';
import { SubscriptionError } from './subscription-error.ts';
import { subscriptionFilter } from './subscription-rules.ts';
import { variableEntry } from './variable-message.ts';

/** A subscription as a client asked for it, parsed and valid. */
export interface SubscriptionRequest {
  readonly asked: GraphQLRequest;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Takes what an event looks like through a subscription: `{ data, errors? }` as JSON. */
export type Deliver = (payload: string) => void;

interface Subscription extends SubscriptionRequest {
  readonly field: string;
  readonly accepts: (value: unknown) => boolean;
  readonly caller: Caller;
  readonly deliver: Deliver;
}

type SubscribeInfo = Extract<RootFieldInfo, { kind: 'subscribe' }>;

/** The subscriptions of an API, found by the mutations that they listen to. */
export class Subscriptions {
  readonly #backend: Backend;
  readonly #fields: ReadonlyMap<string, SubscribeInfo>;
  readonly #byMutation = new Map<string, Set<Subscription>>();

  constructor(backend: Backend) {
    this.#backend = backend;
    const infos = backend.expanded.rootFields.filter((info) => info.kind === 'subscribe');
    this.#fields = new Map(infos.map((info) => [info.name, info]));
  }

  /**
   * Adds a subscription.
   *
   * @returns What ends it.
   * @throws FieldError `Unauthorized`; SubscriptionError for variables that do not fit.
   */
  add(request: SubscriptionRequest, caller: Caller, deliver: Deliver): () => void {
    const { expanded } = this.#backend;
    const node = rootField(request);
    const field = node.name.value;
    const args = this.#arguments(request, node);
    const info = this.#fields.get(field);
    if (!info || !readFieldPolicy(expanded, 'Subscription', field).allows(caller, undefined)) {
      throw notAuthorized('Subscription', field);
    }
    const accepts = this.#accepts(info, caller, args);
    const subscription: Subscription = { ...request, field, accepts, caller, deliver };
    for (const mutation of info.mutations) this.#listeners(mutation).add(subscription);
    return () => {
      for (const mutation of info.mutations) this.#listeners(mutation).delete(subscription);
    };
  }

  /** Hands an event to everybody who listens for it and may have it; one who fails does not take the others down. */
  publish({ mutation, value }: MutationEvent): void {
    const rendered = new Map<string, string>();
    for (const subscription of this.#byMutation.get(mutation) ?? []) {
      try {
        this.#hand(subscription, value, rendered);
      } catch (error) {
        // A filter nested deeper than there is stack, or a bug of ours: the subscriber learns that it was one.
        const message = error instanceof Error ? error.name : 'Error';
        subscription.deliver(
          JSON.stringify({ data: null, errors: [{ errorType: 'InternalFailure', message }] }),
        );
      }
    }
  }

  #hand(subscription: Subscription, value: unknown, rendered: Map<string, string>): void {
    if (!subscription.accepts(value)) return;
    const { asked, caller } = subscription;
    const key = JSON.stringify([asked.query, asked.operationName, asked.variables, ...standingOf(caller)]);
    const payload = rendered.get(key) ?? this.#render(subscription, value);
    rendered.set(key, payload);
    subscription.deliver(payload);
  }

  #listeners(mutation: string): Set<Subscription> {
    const known = this.#byMutation.get(mutation) ?? new Set();
    this.#byMutation.set(mutation, known);
    return known;
  }

  #arguments({ asked, operation }: SubscriptionRequest, node: FieldNode): Args {
    const { schema } = this.#backend.expanded;
    const { coerced, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      asked.variables,
    );
    const [first] = errors ?? [];
    if (first) throw new SubscriptionError([variableEntry(first, schema, operation, asked.variables)]);
    const definition = schema.getSubscriptionType()?.getFields()[node.name.value];
    if (!definition) throw new GraphQLError('A valid subscription has a field.');
    return getArgumentValues(definition, node, coerced);
  }

  // A filter takes the place of the arguments, which are otherwise compared with the event's fields one by one.
  #accepts({ model, name }: SubscribeInfo, caller: Caller, args: Args): (value: unknown) => boolean {
    const filter = this.#filter(model, name, caller, args);
    if (Object.keys(filter ?? {}).length > 0) return (value) => matches(filter, value as Args);
    const wanted = Object.entries(args).filter(([key]) => model === undefined || key !== 'filter');
    return (value) => wanted.every(([key, expected]) => ((value as Args)[key] ?? null) === expected);
  }

  #filter(model: string | undefined, name: string, caller: Caller, args: Args): Filter | undefined {
    const { expanded } = this.#backend;
    const asked = (args.filter ?? undefined) as Filter | undefined;
    if (model === undefined) return undefined;
    checkFilter(asked);
    // With IAM access on, an IAM caller passes the rules; its policy was asked before.
    if (passesRules(expanded, caller)) return asked;
    return subscriptionFilter(rolesFor(expanded, model, 'listen'), caller, args, name);
  }

  #render({ document, asked, field, caller }: Subscription, value: unknown): string {
    const { schema } = this.#backend.expanded;
    const context: RequestContext = { caller, headers: {}, isEvent: true };
    const result = execute({
      schema,
      document,
      variableValues: asked.variables,
      operationName: asked.operationName,
      rootValue: { [field]: value },
      contextValue: context,
    });
    if (result instanceof Promise) throw new TypeError('An event is at hand: nothing in it is waited for.');
    const { data, errors } = result;
    const entries = errors?.map((error) => fieldEntry(error, schema));
    return JSON.stringify({ data: data ?? null, ...(entries ? { errors: entries } : {}) });
  }
}

// What decides which fields of an event somebody gets: callers who agree in it share what is rendered.
function standingOf(caller: Caller): unknown[] {
  if (caller.mode === 'lambda') return [caller.mode, [...caller.deniedFields]];
  return [caller.mode, caller.mode === 'userPools' ? (caller.claims['cognito:groups'] ?? []) : []];
}

function rootField({ operation, document }: SubscriptionRequest): FieldNode {
  let selections = operation.selectionSet.selections;
  for (;;) {
    const [node] = selections;
    if (!node) throw new GraphQLError('A valid subscription has a field.');
    if (node.kind === Kind.FIELD) return node;
    if (node.kind === Kind.INLINE_FRAGMENT) selections = node.selectionSet.selections;
    else selections = fragment(document, node.name.value).selectionSet.selections;
  }
}

function fragment(document: DocumentNode, name: string) {
  const found = document.definitions.find(
    (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
  );
  if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new GraphQLError(`There is no fragment ${name}.`);
  return found;
}
