import type { AuthRule } from '../../access/read-rules.ts';
import { directiveOn } from '../../read/directive-arguments.ts';
import { baseOf } from '../../read/type-text.ts';
import type { Expansion, ModelPlan } from '../context.ts';
import type { OutputArgument } from '../output.ts';
import { addOperationDirectives } from '../protect.ts';
import { rootName } from '../root-fields.ts';
import { leavesDefault, namesDefault, ruleDirectives, rulesFor } from './rule-directives.ts';
import { subscriptionTriggers } from './subscriptions.ts';

/**
 * Opens a model, its root fields and what is nested in it to the modes of its rules.
 *
 * @param opened - The directives that nested types got so far, by type; filled.
 */
export function protectModel(
  expansion: Expansion,
  plan: ModelPlan,
  rules: readonly AuthRule[],
  opened: Map<string, Set<string>>,
): void {
  if (rules.length === 0) return;
  const { name } = plan.type;
  openNested(
    expansion,
    [...plan.type.fields.values()].map(({ base }) => base),
    rules,
    opened,
  );
  expansion.output.addTypeDirectives(name, ruleDirectives(expansion, rules, false));
  protectRootFields(expansion, plan, rules);
  protectConnections(expansion, name, rulesFor(rules, 'search'));
  protectSubscriptions(expansion, plan, rules);
}

function openNested(
  expansion: Expansion,
  bases: readonly string[],
  rules: readonly AuthRule[],
  opened: Map<string, Set<string>>,
): void {
  const { output } = expansion;
  for (const base of bases) {
    const nested = output.get(base);
    if (nested?.kind !== 'type' || nested.isModel) continue;
    const before = opened.get(base) ?? new Set();
    const fresh = ruleDirectives(expansion, rules, true).filter(({ name }) => !before.has(name));
    if (fresh.length === 0) continue;
    opened.set(base, new Set([...before, ...fresh.map(({ name }) => name)]));
    output.addTypeDirectives(base, fresh);
    openNested(
      expansion,
      [...nested.fields.values()].map(({ type }) => baseOf(type)),
      rules,
      opened,
    );
  }
}

function protectRootFields(
  expansion: Expansion,
  { type, config }: ModelPlan,
  rules: readonly AuthRule[],
): void {
  const { indexes, searchables } = expansion;
  const query = rootName(expansion, 'Query');
  const mutation = rootName(expansion, 'Mutation');
  for (const kind of ['create', 'update', 'delete'] as const) {
    const directives = ruleDirectives(expansion, rulesFor(rules, kind), namesDefault(expansion, rules, kind));
    open(expansion, mutation, config.mutations?.[kind], directives);
  }
  for (const kind of ['get', 'list'] as const) {
    const named = namesDefault(expansion, rules, kind);
    open(expansion, query, config.queries?.[kind], ruleDirectives(expansion, rulesFor(rules, kind), named));
  }
  const reading = rulesFor(rules, 'search');
  for (const { queryField } of indexes.get(type.name) ?? []) {
    if (config.queries?.list)
      open(expansion, query, queryField, ruleDirectives(expansion, reading, leavesDefault(expansion)));
  }
  const named = namesDefault(expansion, rules, 'list');
  open(expansion, query, searchables.get(type.name), ruleDirectives(expansion, reading, named));
}

function open(
  expansion: Expansion,
  root: string,
  field: string | null | undefined,
  directives: ReturnType<typeof ruleDirectives>,
): void {
  if (field) addOperationDirectives(expansion, root, field, directives);
}

// Whoever holds a connection to the model opens it to those who may read the model.
function protectConnections(expansion: Expansion, model: string, rules: readonly AuthRule[]): void {
  const directives = ruleDirectives(expansion, rules, false);
  for (const { type, field } of expansion.relations) {
    if (field.base === model && directiveOn(field, 'connection'))
      addOperationDirectives(expansion, type.name, field.name, directives);
  }
}

function protectSubscriptions(expansion: Expansion, plan: ModelPlan, rules: readonly AuthRule[]): void {
  const { config } = plan;
  const reading = rulesFor(rules, 'listen');
  if (reading.length === 0 || config.subscriptions?.level !== 'on') return;
  const root = rootName(expansion, 'Subscription');
  const fields = expansion.output.get(root)?.fields;
  const directives = ruleDirectives(expansion, reading, namesDefault(expansion, rules, 'get'));
  const args = ownerArguments(reading);
  for (const [name, triggers] of subscriptionTriggers(plan)) {
    if (!triggers.some((on) => config.mutations?.[on])) continue;
    expansion.output.addFieldDirectives(root, name, directives);
    const field = fields?.get(name);
    if (field && args) fields?.set(name, { ...field, args });
  }
}

// A subscriber says whose records to send, by argument; only where nobody else may listen is it required.
function ownerArguments(rules: readonly AuthRule[]): OutputArgument[] | undefined {
  const owners = rules.filter(({ allow }) => allow === 'owner');
  const isOpen = rules.some(({ allow, provider }) => allow === 'private' && provider === 'userPools');
  const isChecked = owners.length > 0 || rules.some(({ allow, groups }) => allow === 'groups' && groups);
  if (isOpen || !isChecked) return undefined;
  const others = rules.some(
    ({ allow, groupsField }) =>
      allow === 'private' || allow === 'public' || (allow === 'groups' && !groupsField),
  );
  const type = owners.length > 1 || others ? 'String' : 'String!';
  return [...new Set(owners.map(({ ownerField }) => ownerField))].map((name) => ({ name, type }));
}
