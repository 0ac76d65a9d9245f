import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments } from '../read/directive-arguments.ts';
import { refusal } from '../read/refuse.ts';
import type { SourceField, SourceType } from '../read/source.ts';
import { isList, isRequired } from '../read/type-text.ts';
import type { Expansion } from './context.ts';
import type { RelationKind } from './declarations.ts';
import { stringList } from './read-keys.ts';
import { scalarField } from './scalar-field.ts';

interface Side {
  readonly kind: RelationKind;
  readonly type: SourceType;
  readonly field: SourceField;
  readonly directive: ConstDirectiveNode;
  readonly related: SourceType;
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * Checks a relation in reference style: the other side answers with the same references, which match the primary key.
 *
 * @returns the names of the references.
 * @throws SchemaError `invalid-relation`, `unknown-field`.
 */
export function planReferences(expansion: Expansion, side: Side): string[] {
  const { kind, type, directive, related, given } = side;
  if (given.fields)
    throw refusal(
      'invalid-relation',
      directive,
      `@${kind} has fields and references.`,
      'Use references alone.',
    );
  if (given.indexName) {
    throw refusal(
      'invalid-relation',
      directive,
      'indexName does not go with references.',
      'Remove indexName.',
    );
  }
  const references = stringList(given.references);
  if (references.length === 0) {
    throw refusal('invalid-relation', directive, `@${kind} has an empty references.`, 'Name the fields.');
  }
  const [primary, child] = kind === 'belongsTo' ? [related, type] : [type, related];
  const keys = primaryKeyFields(expansion, primary);
  if (keys.length !== references.length) {
    const problem = `@${kind} has ${String(references.length)} references for the ${String(keys.length)} key fields of ${primary.name}.`;
    throw refusal(
      'invalid-relation',
      directive,
      problem,
      `It needs one for each of ${keys.map(({ name }) => name).join(', ')}.`,
    );
  }
  const nodes = references.map((name) => scalarField(expansion, child, name, directive));
  refuseRequired(side);
  if (kind !== 'belongsTo') refuseMixedNullability(side, nodes);
  const answer = answerTo(side, references);
  if (kind !== 'belongsTo') claimIndex(expansion, side, answer);
  for (const [index, key] of keys.entries()) refuseOtherType(side, key, nodes[index]);
  return references;
}

/** The fields of a type's primary key; an `id` without `@primaryKey` as it is declared. */
export function storedKeyFields(expansion: Expansion, type: SourceType): SourceField[] {
  const id = expansion.primaryKeys.has(type.name) ? undefined : type.fields.get('id');
  return id ? [id] : primaryKeyFields(expansion, type);
}

/** The fields of a type's primary key; without `@primaryKey` an `id` of type `ID!`, however it is declared. */
export function primaryKeyFields({ primaryKeys }: Expansion, type: SourceType): SourceField[] {
  const key = primaryKeys.get(type.name);
  if (key) return [key.field, ...key.sort];
  return [{ name: 'id', type: 'ID!', base: 'ID', directives: [], node: undefined }];
}

function refuseRequired({ kind, type, field, directive }: Side): void {
  const inner = isList(field.type) && field.type.slice(0, -1).endsWith('!');
  if (!isRequired(field.type) && !inner) return;
  const problem = `${type.name}.${field.name} is required, which a @${kind} with references may not be.`;
  throw refusal('invalid-relation', directive, problem, 'Remove the `!`.');
}

function refuseMixedNullability({ directive, related }: Side, nodes: readonly SourceField[]): void {
  const first = nodes[0];
  if (nodes.every((node) => first !== undefined && isRequired(node.type) === isRequired(first.type))) return;
  const problem = `Of the references on ${related.name}, some are required and some are not.`;
  throw refusal('invalid-relation', directive, problem, 'Make all of them required, or none.');
}

function answerTo(
  { kind, type, field, directive, related }: Side,
  references: readonly string[],
): ConstDirectiveNode {
  const answers = kind === 'belongsTo' ? ['hasOne', 'hasMany'] : ['belongsTo'];
  let found: ConstDirectiveNode | undefined;
  for (const other of related.fields.values()) {
    if (other.base !== type.name) continue;
    const answer = other.directives.find(({ name }) => answers.includes(name.value));
    if (!answer) continue;
    const given = directiveArguments(answer).references;
    if (stringList(given).join() === references.join()) found ??= answer;
    if (given !== undefined) continue;
    const problem = `${related.name}.${other.name} answers a relation in reference style without references.`;
    throw refusal('invalid-relation', answer, problem, 'Add references to it.');
  }
  if (found) return found;
  const names = answers.map((name) => `@${name}`).join(' or ');
  const problem = `${related.name} has no ${names} that answers ${type.name}.${field.name} with the same references.`;
  const list = references.map((name) => `"${name}"`).join(', ');
  throw refusal(
    'invalid-relation',
    directive,
    problem,
    `Add one to ${related.name}, with references: [${list}].`,
  );
}

// A relation in reference style reads an index that it makes itself.
function claimIndex(expansion: Expansion, side: Side, answer: ConstDirectiveNode): void {
  const { type, field, directive, related } = side;
  const { overrideIndexName } = directiveArguments(answer);
  const name = overrideIndexName ? String(overrideIndexName) : `gsi-${type.name}.${field.name}`;
  const key = `${related.name}.${name}`;
  const taken = expansion.indexes.get(related.name)?.some((index) => index.name === name);
  if (taken || expansion.relationIndexes.has(key)) {
    throw refusal(
      'invalid-relation',
      directive,
      `${related.name} has an index ${name} already.`,
      'Rename that index.',
    );
  }
  expansion.relationIndexes.add(key);
}

function refuseOtherType({ directive }: Side, key: SourceField, reference: SourceField | undefined): void {
  const texts = ['ID', 'String'];
  const alike =
    key.base === reference?.base || (texts.includes(key.base) && texts.includes(reference?.base ?? ''));
  if (alike && !isList(reference?.type ?? '')) return;
  const problem = `The reference ${reference?.name ?? ''} has another type than the key field ${key.name}.`;
  throw refusal('invalid-relation', directive, problem, `Make both ${key.base}.`);
}
