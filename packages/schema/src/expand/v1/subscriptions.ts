import type { Expansion, ModelPlan } from '../context.ts';
import { outputField } from '../output.ts';
import { addRootField } from '../root-fields.ts';

type Trigger = 'create' | 'update' | 'delete';

/** The subscriptions of a model by name, each with what triggers it; several may share a name. */
export function subscriptionTriggers({ config }: ModelPlan): Map<string, Trigger[]> {
  const { subscriptions } = config;
  const triggers = new Map<string, Trigger[]>();
  if (!subscriptions || subscriptions.level === 'off') return triggers;
  const add = (on: Trigger, names: readonly string[] | null): void => {
    for (const name of names ?? []) triggers.set(name, [...(triggers.get(name) ?? []), on]);
  };
  add('create', subscriptions.onCreate);
  add('update', subscriptions.onUpdate);
  add('delete', subscriptions.onDelete);
  return triggers;
}

/** Adds the subscriptions of a model: those that are named, or one for each mutation. */
export function addSubscriptions(expansion: Expansion, plan: ModelPlan): void {
  const { type, config } = plan;
  for (const [name, triggers] of subscriptionTriggers(plan)) {
    const mutations = triggers.flatMap((on) => config.mutations?.[on] ?? []);
    if (mutations.length === 0 && !config.subscriptions?.isNamed) continue;
    const text = `@aws_subscribe(mutations: ${JSON.stringify(mutations).replaceAll(',', ', ')})`;
    const field = { ...outputField(name, type.name), directives: [{ name: 'aws_subscribe', text }] };
    const [on] = triggers.length === 1 ? triggers : [];
    addRootField(expansion, type, 'Subscription', field, {
      parent: 'Subscription',
      name,
      kind: 'subscribe',
      model: type.name,
      ...(on ? { on } : {}),
      mutations,
    });
  }
}
