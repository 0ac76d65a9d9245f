import type { Expansion } from '../expand/context.ts';
import { directiveOn } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import { isRequired } from '../read/type-text.ts';

/**
 * Checks that whoever may get a record may read its required fields: a subscriber could be sent none of it otherwise.
 *
 * @throws SchemaError `invalid-auth`.
 */
export function checkReadable({ models, matrices, output }: Expansion): void {
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
