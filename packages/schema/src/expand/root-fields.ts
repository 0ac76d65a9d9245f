import type { RootFieldInfo } from '../model.ts';
import { checkName } from '../read/check-name.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceType } from '../read/source.ts';
import type { Expansion } from './context.ts';
import type { OutputField } from './output.ts';

const parents = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' } as const;

/** The name of a root type in this schema. */
export function rootName(expansion: Expansion, parent: RootFieldInfo['parent']): string {
  return expansion.source.roots[parents[parent]];
}

/**
 * Adds a generated field to a root type, made where it is missing.
 *
 * @throws SchemaError `duplicate` where the field is declared or generated already.
 */
export function addRootField(
  expansion: Expansion,
  model: SourceType,
  parent: RootFieldInfo['parent'],
  field: OutputField,
  info?: RootFieldInfo,
): void {
  const { output } = expansion;
  checkName(field.name, model.node, 'invalid-model');
  const name = rootName(expansion, parent);
  const root = output.get(name) ?? output.create('type', name);
  if (!root) return;
  if (root.fields.has(field.name)) {
    const hint = `Remove that field, or rename the generated one in ${model.name}'s directives.`;
    throw refusal(
      'duplicate',
      model.node,
      `${model.name} generates ${name}.${field.name}, which exists already.`,
      hint,
    );
  }
  root.fields.set(field.name, field);
  if (info) expansion.rootFields.push(info);
}
