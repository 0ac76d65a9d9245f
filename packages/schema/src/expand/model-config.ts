import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments } from '../read/directive-arguments.ts';
import { camelCase, plural, subscriptionName } from './names.ts';
import { refusal } from '../read/refuse.ts';

/** What `@model`'s arguments leave of the defaults; null and the empty name switch something off. */
export interface ModelConfig {
  readonly queries: Readonly<Record<'get' | 'list', string | null>> | null;
  readonly mutations: Readonly<Record<'create' | 'update' | 'delete', string | null>> | null;
  readonly subscriptions: SubscriptionConfig | null;
  readonly timestamps: Readonly<Record<'createdAt' | 'updatedAt', string | null>> | null;
}

export interface SubscriptionConfig {
  readonly level: 'on' | 'public' | 'off';
  readonly onCreate: readonly string[] | null;
  readonly onUpdate: readonly string[] | null;
  readonly onDelete: readonly string[] | null;
  /** Whether a name stands alone instead of in a list. */
  readonly hasLoneName: boolean;
  /** Whether any is named in the source. */
  readonly isNamed: boolean;
}

/** Reads `@model`. @throws SchemaError `invalid-model`. */
export function readModelConfig(directive: ConstDirectiveNode, type: string): ModelConfig {
  const given = directiveArguments(directive);
  return {
    queries: merged({ get: camelCase('get', type), list: camelCase('list', plural(type)) }, given.queries),
    mutations: merged(
      {
        create: camelCase('create', type),
        update: camelCase('update', type),
        delete: camelCase('delete', type),
      },
      given.mutations,
    ),
    subscriptions: readSubscriptions(directive, type, given.subscriptions),
    timestamps: merged({ createdAt: 'createdAt', updatedAt: 'updatedAt' }, given.timestamps),
  };
}

function merged<Key extends string>(
  defaults: Record<Key, string>,
  given: unknown,
): Record<Key, string | null> | null {
  if (given === null) return null;
  return { ...defaults, ...(given as Partial<Record<Key, string | null>> | undefined) };
}

function readSubscriptions(
  directive: ConstDirectiveNode,
  type: string,
  given: unknown,
): SubscriptionConfig | null {
  if (given === null) return null;
  const options = (given ?? {}) as Record<string, unknown>;
  const names = (on: 'onCreate' | 'onUpdate' | 'onDelete'): readonly string[] | null =>
    subscriptionNames(directive, subscriptionName(on, type), options[on]);
  return {
    level: (options.level ?? 'on') as SubscriptionConfig['level'],
    onCreate: names('onCreate'),
    onUpdate: names('onUpdate'),
    onDelete: names('onDelete'),
    isNamed: ['onCreate', 'onUpdate', 'onDelete'].some((on) => options[on]),
    hasLoneName: ['onCreate', 'onUpdate', 'onDelete'].some((on) => typeof options[on] === 'string'),
  };
}

// The transformer merges a given list into the default one by position, so an empty list changes nothing.
function subscriptionNames(
  directive: ConstDirectiveNode,
  byDefault: string,
  given: unknown,
): readonly string[] | null {
  if (given === null) return null;
  const list: unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
  if (list.some((name) => typeof name !== 'string')) {
    throw refusal(
      'invalid-model',
      directive,
      '@model has a subscription without a name.',
      'Name it, or remove it.',
    );
  }
  return list.length > 0 ? (list as string[]) : [byDefault];
}
