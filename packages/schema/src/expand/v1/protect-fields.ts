import type { OldRules } from '../../access/read-old-access.ts';
import type { AuthRule } from '../../access/read-rules.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceType } from '../../read/source.ts';
import { isRequired } from '../../read/type-text.ts';
import type { Expansion, ModelPlan } from '../context.ts';
import { addOperationDirectives } from '../protect.ts';
import { rootName } from '../root-fields.ts';
import { isForDefault, namesDefault, ruleDirectives, rulesFor } from './rule-directives.ts';

/** Opens fields with rules of their own to the modes of these, and what leads to them. @throws SchemaError `invalid-auth`. */
export function protectFields(
  expansion: Expansion,
  type: SourceType,
  { ofType, ofFields }: OldRules,
  plan: ModelPlan | undefined,
): void {
  const { output, source } = expansion;
  const isRoot = Object.values(source.roots).includes(type.name);
  for (const [field, rules] of ofFields) {
    if (!isRoot) {
      const named = ofType.length === 0 || ofType.some((rule) => isForDefault(expansion, rule));
      output.addTypeDirectives(type.name, ruleDirectives(expansion, rules, named));
    }
    if (plan?.type === type) protectModelField(expansion, plan, ofType, field, rules);
    else output.addFieldDirectives(type.name, field, ruleDirectives(expansion, rules, false));
  }
}

function protectModelField(
  expansion: Expansion,
  plan: ModelPlan,
  ofType: readonly AuthRule[],
  field: string,
  rules: readonly AuthRule[],
): void {
  const { output } = expansion;
  const { type, config } = plan;
  const openField = (own: readonly AuthRule[]): void => {
    output.addFieldDirectives(type.name, field, ruleDirectives(expansion, own, false));
  };
  const reading = rulesFor(rules, 'search');
  if (reading.length > 0) {
    refuseRequired(plan, field);
    openField(reading);
    for (const kind of ['get', 'list'] as const) {
      if (ruleDirectives(expansion, reading, false).length === 0) continue;
      const named = namesDefault(expansion, ofType, kind);
      openRoot(expansion, 'Query', config.queries?.[kind], reading, named);
    }
  }
  const { create, update } = config.mutations ?? {};
  const creating = rulesFor(rules, 'create');
  if (create && creating.length > 0) {
    openField(creating);
    if (ruleDirectives(expansion, creating, false).length > 0)
      openRoot(expansion, 'Mutation', create, creating, namesDefault(expansion, ofType, 'create'));
  }
  if (!update) return;
  openRoot(expansion, 'Mutation', update, rulesFor(rules, 'update'), false);
  openRoot(expansion, 'Mutation', config.mutations?.delete, rulesFor(rules, 'delete'), false);
}

function openRoot(
  expansion: Expansion,
  parent: 'Query' | 'Mutation',
  name: string | null | undefined,
  rules: readonly AuthRule[],
  withDefault: boolean,
): void {
  if (!name) return;
  const directives = ruleDirectives(expansion, rules, withDefault);
  addOperationDirectives(expansion, rootName(expansion, parent), name, directives);
}

// A subscriber is sent what a mutation returns, and a field that is checked is left out there.
function refuseRequired({ type, config }: ModelPlan, name: string): void {
  const field = type.fields.get(name);
  if (!field || !isRequired(field.type) || (config.subscriptions ?? { level: 'off' }).level !== 'on') return;
  const problem = `The required ${type.name}.${name} has rules of its own, and subscriptions are on.`;
  const hint = 'Remove the `!`, put the rules on the type, or switch the subscriptions off.';
  throw refusal('invalid-auth', field.node, problem, hint);
}
