import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments } from '../../read/directive-arguments.ts';
import { refusal } from '../../read/refuse.ts';
import type { ModelConfig, SubscriptionConfig } from '../model-config.ts';
import { camelCase, upperFirst } from '../names.ts';

/**
 * Reads the first version's `@model`: where a map is given, what it does not name is switched off.
 *
 * @throws SchemaError `invalid-model`.
 */
export function readModelConfig(directive: ConstDirectiveNode, type: string): ModelConfig {
  const { queries, mutations, subscriptions, timestamps } = directiveArguments(directive);
  return {
    queries: named({ get: camelCase('get', type), list: `list${upperFirst(type)}s` }, queries),
    mutations: named(
      {
        create: camelCase('create', type),
        update: camelCase('update', type),
        delete: camelCase('delete', type),
      },
      mutations,
    ),
    subscriptions: readSubscriptions(directive, type, subscriptions),
    timestamps: readTimestamps(timestamps),
  };
}

function named<Key extends string>(
  defaults: Readonly<Record<Key, string>>,
  given: unknown,
): Record<Key, string | null> | null {
  if (given === null) return null;
  if (given === undefined) return { ...defaults };
  const names = given as Partial<Record<string, string | null>>;
  const entries = Object.keys(defaults).map((key) => [key, nameOrNull(names[key])]);
  return Object.fromEntries(entries) as Record<Key, string | null>;
}

function nameOrNull(name: string | null | undefined): string | null {
  return name === undefined || name === '' ? null : name;
}

function readTimestamps(given: unknown): ModelConfig['timestamps'] {
  if (given === null) return null;
  return { createdAt: 'createdAt', updatedAt: 'updatedAt', ...(given as object | undefined) };
}

const events = ['onCreate', 'onUpdate', 'onDelete'] as const;

function readSubscriptions(
  directive: ConstDirectiveNode,
  type: string,
  given: unknown,
): SubscriptionConfig | null {
  if (given === null) return null;
  const options = (given ?? {}) as Partial<Record<string, unknown>>;
  const isNamed = events.some((event) => options[event]);
  const names = (event: (typeof events)[number]): readonly string[] | null => {
    if (!isNamed) return [event + upperFirst(type)];
    return options[event] ? nameList(directive, options[event]) : null;
  };
  return {
    level: (options.level ?? 'on') as SubscriptionConfig['level'],
    onCreate: names('onCreate'),
    onUpdate: names('onUpdate'),
    onDelete: names('onDelete'),
    hasLoneName: false,
    isNamed,
  };
}

function nameList(directive: ConstDirectiveNode, given: unknown): readonly string[] {
  if (Array.isArray(given) && given.every((name) => typeof name === 'string')) return given as string[];
  const problem = 'The subscriptions of @model are lists of names.';
  throw refusal('invalid-model', directive, problem, 'Write `onCreate: ["…"]`.');
}
