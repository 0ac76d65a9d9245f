import { Kind } from 'graphql';
import { layOutOldFields, layOutOldModel, type OldRules } from '../../access/read-old-access.ts';
import { readOldRules } from '../../access/read-old-rules.ts';
import type { AuthRule } from '../../access/read-rules.ts';
import { checkName } from '../../read/check-name.ts';
import { directiveOn } from '../../read/directive-arguments.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceType } from '../../read/source.ts';
import type { Expansion } from '../context.ts';
import { addOnce } from '../expand-relations.ts';
import { protectFields } from './protect-fields.ts';
import { protectModel } from './protect-model.ts';

/**
 * Reads the rules of the first version, and writes them into the executable schema: owner fields, the owner's arguments of
 * subscriptions, `@aws_*` directives.
 *
 * @see ModelAuthTransformer in graphql-auth-transformer 7
 * @throws SchemaError `invalid-auth`.
 */
export function protect(expansion: Expansion): void {
  const { source, models } = expansion;
  const opened = new Map<string, Set<string>>();
  for (const type of source.types) {
    const rules = readRules(expansion, type);
    for (const own of [rules.ofType, ...rules.ofFields.values()]) addOwnerFields(expansion, type, own);
    const plan = models.get(type.name);
    if (plan?.type === type) {
      protectModel(expansion, plan, rules.ofType, opened);
      layOutOldModel(expansion, type, rules);
    } else layOutOldFields(expansion, type, rules);
    protectFields(expansion, type, rules, plan);
  }
}

function readRules(expansion: Expansion, type: SourceType): OldRules {
  const { models, modes } = expansion;
  const directive = directiveOn(type, 'auth');
  const isModel = models.get(type.name)?.type === type;
  if (directive && !isModel) {
    const problem = `@auth on ${type.name}, which is not a @model.`;
    throw refusal('invalid-auth', directive, problem, 'Put it on the fields, or make the type a @model.');
  }
  const ofFields = new Map<string, AuthRule[]>();
  for (const field of type.fields.values()) {
    const own = directiveOn(field, 'auth');
    if (!own) continue;
    if (type.node?.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      const hint = 'Put it on the fields of the types that implement the interface.';
      throw refusal('invalid-auth', own, '@auth on a field of an interface.', hint);
    }
    ofFields.set(field.name, readOldRules(own, modes, isModel ? 'field' : 'other-field'));
  }
  const ofType = directive ? readOldRules(directive, modes, 'model') : [];
  return { ofType, ofFields };
}

// A root type has no record, and so no owner.
function addOwnerFields(
  { output, source }: Expansion,
  { name }: SourceType,
  rules: readonly AuthRule[],
): void {
  if (Object.values(source.roots).includes(name)) return;
  for (const { allow, ownerField, node } of rules) {
    if (allow !== 'owner') continue;
    checkName(ownerField, node, 'invalid-auth');
    addOnce(output, name, ownerField, 'String');
  }
}
