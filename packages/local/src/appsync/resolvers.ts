import type { ExpandedSchema, Model, RootFieldInfo } from '@postern/schema';
import { isObjectType, type GraphQLField, type GraphQLFieldResolver } from 'graphql';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import type { Item } from '../store/item-store.ts';
import type { Caller } from './caller.ts';
import { defaultValues } from './default-values.ts';
import { notAuthorized, unsupported } from './errors.ts';
import type { Args } from './field-arguments.ts';
import { readFieldPolicy, type FieldPolicy } from './field-policy.ts';
import { runFunctions, type Handlers } from './functions.ts';
import { Guard } from './guard.ts';
import type { Limits, RequestBudget } from './limits.ts';
import type { ModelBackend } from './model-field.ts';
import { modelResolver } from './model-resolvers.ts';
import { byMutation } from './mutation-answer.ts';
import { resolveRelation } from './relations.ts';

/** What a request brings to each of its fields. */
export interface RequestContext {
  readonly caller: Caller;
  readonly headers: SignedRequest['headers'];
  /** What the request may still spend; an event spends nothing. */
  readonly budget?: RequestBudget;
  /** Whether the fields are those of an event that is delivered, at hand and decided upon. @defaultValue `false` */
  readonly isEvent?: boolean;
}

/** What the resolvers of an API work on. */
export interface Backend extends ModelBackend {
  readonly expanded: ExpandedSchema;
  /** The models with every index that they are stored under. */
  readonly models: ReadonlyMap<string, Model>;
  readonly handlers: () => Promise<Handlers>;
  readonly limits: Limits;
}

type Source = Item | undefined;
type Resolver = GraphQLFieldResolver<Source, RequestContext, Args>;
type Answer = (source: Source, args: Args, context: RequestContext, isHidden: boolean) => unknown;

/** Gives every field of the schema its resolver: first the rules, then the answer. */
export function equipResolvers(backend: Backend): void {
  const guards = new Map(
    [...backend.models].map(([name, model]) => [name, new Guard(backend.expanded, model)]),
  );
  const answers = new Map<string, Answer>([
    ...rootAnswers(backend, guards),
    ...relationAnswers(backend, guards),
    ...customAnswers(backend),
  ]);
  for (const type of Object.values(backend.expanded.schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const answer = answers.get(`${type.name}.${field.name}`);
      (field as GraphQLField<Source, RequestContext, Args>).resolve = guarded(
        backend,
        type.name,
        field.name,
        answer,
      );
    }
  }
}

// The policy of a field is read when it is first asked for: a schema has many fields, and a request few.
function guarded(backend: Backend, type: string, name: string, answer: Answer | undefined): Resolver {
  let policy: FieldPolicy | undefined;
  return (source, args, context, { path }) => {
    policy ??= readFieldPolicy(backend.expanded, type, name);
    if (context.isEvent) return policy.admits(context.caller) ? (source?.[name] ?? null) : null;
    context.budget?.checkDepth(path);
    if (answer || policy.hasResolver) context.budget?.spendResolver();
    if (!policy.allows(context.caller, source)) throw notAuthorized(type, name);
    const isHidden = policy.hiddenInMutations && source !== undefined && byMutation in source;
    if (answer) return answer(source, args, context, isHidden);
    if (isHidden) return null;
    const value = source?.[name] ?? null;
    return policy.showsOwner ? lastPart(value) : value;
  };
}

function lastPart(owner: unknown): unknown {
  if (Array.isArray(owner)) return owner.map(lastPart);
  return typeof owner === 'string' ? owner.split('::').at(-1) : owner;
}

function rootAnswers(backend: Backend, guards: ReadonlyMap<string, Guard>): [string, Answer][] {
  return backend.expanded.rootFields.map((info) => [
    `${info.parent}.${info.name}`,
    rootAnswer(backend, guards, info),
  ]);
}

function rootAnswer(backend: Backend, guards: ReadonlyMap<string, Guard>, info: RootFieldInfo): Answer {
  switch (info.kind) {
    case 'get':
    case 'list':
    case 'index':
    case 'create':
    case 'update':
    case 'delete':
      return modelAnswer(backend, guards, info);
    case 'function':
      return functionAnswer(backend, info.parent, info.name, info.functionNames);
    default:
      return () => {
        throw unsupported(what[info.kind](`${info.parent}.${info.name}`));
      };
  }
}

function functionAnswer(
  backend: Backend,
  typeName: string,
  fieldName: string,
  functionNames: readonly string[],
): Answer {
  return async (source, args, { caller, headers, budget }, isHidden) => {
    if (isHidden) return null;
    const field = { typeName, fieldName, functionNames };
    return runFunctions(await backend.handlers(), { ...field, args, source, caller, headers, budget });
  };
}

// Fields of other types than the roots.
function customAnswers(backend: Backend): [string, Answer][] {
  return backend.expanded.customFields.map((info) => {
    const field = `${info.type}.${info.name}`;
    if (info.kind === 'function')
      return [field, functionAnswer(backend, info.type, info.name, info.functionNames)];
    return [
      field,
      () => {
        throw unsupported(what.http(field));
      },
    ];
  });
}

const what = {
  search: (field: string) => `@searchable (${field})`,
  http: (field: string) => `@http (${field})`,
  subscribe: (field: string) => `The subscription ${field}`,
  custom: (field: string) => `A resolver of one's own (JavaScript or VTL), for ${field},`,
} as const;

type ModelInfo = Extract<RootFieldInfo, { kind: 'get' | 'list' | 'index' | 'create' | 'update' | 'delete' }>;

function modelAnswer(backend: Backend, guards: ReadonlyMap<string, Guard>, info: ModelInfo): Answer {
  const model = backend.models.get(info.model);
  const guard = guards.get(info.model);
  if (!model || !guard) throw new TypeError(`${info.name} belongs to no model`);
  const defaults = defaultValues(model, backend.expanded.schema);
  const field = { parent: info.parent, name: info.name, model, guard, defaults, backend };
  const resolve = modelResolver(field, info.kind, info.kind === 'index' ? info.index : undefined);
  return (_, args, { caller }) => resolve(args, caller);
}

function relationAnswers(backend: Backend, guards: ReadonlyMap<string, Guard>): [string, Answer][] {
  return [...backend.models.values()].flatMap(({ name: parent, relations }) =>
    relations.flatMap((relation): [string, Answer][] => {
      const related = backend.models.get(relation.model);
      const guard = guards.get(relation.model);
      if (!related || !guard) return [];
      const field = { parent, relation, related, guard, backend };
      return [
        [
          `${parent}.${relation.field}`,
          (source, args, { caller }, isHidden) =>
            source ? resolveRelation(field, source, args, caller, isHidden) : null,
        ],
      ];
    }),
  );
}
