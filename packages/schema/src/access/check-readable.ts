import type { Expansion } from '../expand/context.ts';
import type { RelationPlan } from '../expand/declarations.ts';
import { primaryKeyFields } from '../expand/relation-references.ts';
import { directiveArguments, directiveOn } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import { isRequired } from '../read/type-text.ts';

/**
 * Checks that whoever may get a record may read its required fields: a subscriber could be sent none of it otherwise.
 *
 * @throws SchemaError `invalid-auth`.
 */
export function checkReadable(expansion: Expansion): void {
  for (const relation of expansion.relations) checkKeyFields(expansion, relation);
  const { models, matrices, output } = expansion;
  for (const { type, config } of models.values()) {
    const matrix = matrices.get(type.name);
    const fields = output.get(type.name)?.fields;
    if (!matrix || !fields || (config.subscriptions?.level ?? 'on') !== 'on') continue;
    const hidden = [...fields.values()].filter(
      (field) => isRequired(field.type) && matrix.readersOf(field.name) !== undefined,
    );
    const [first] = hidden;
    if (!first) continue;
    const names = hidden.map(({ name }) => name).join(', ');
    const problem = `Not everybody who may read ${type.name} may read its required ${names}.`;
    const hint = 'Add @auth with read to each of them, remove the `!`, or switch the subscriptions off.';
    const rules = [...type.fields.values()].find((field) => directiveOn(field, 'auth'));
    throw refusal(
      'invalid-auth',
      type.fields.get(first.name)?.node ?? rules?.node ?? type.node,
      problem,
      hint,
    );
  }
}

// Where both sides have rules, the transformer compares the numbers of key fields, and takes a text's length for one.
function checkKeyFields(expansion: Expansion, { kind, type, field, directive, related }: RelationPlan): void {
  if (kind !== 'hasOne' && kind !== 'belongsTo') return;
  if (!expansion.matrices.has(type.name) || !expansion.matrices.has(related.name)) return;
  const given = directiveOn(field, kind) && directiveArguments(directive).fields;
  if (typeof given !== 'string' || given.length === primaryKeyFields(expansion, related).length) return;
  const hint = `Write \`fields: ["${given}"]\`.`;
  throw refusal('invalid-relation', directive, `The fields of @${kind} are a list.`, hint);
}
