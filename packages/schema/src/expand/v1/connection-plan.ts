import type { ConstDirectiveNode } from 'graphql';
import { directiveArguments } from '../../read/directive-arguments.ts';
import { refusal } from '../../read/refuse.ts';
import type { SourceField, SourceType } from '../../read/source.ts';

/** The arguments of a `@connection`; an empty text is none. */
export interface ConnectionArguments {
  readonly name: string | undefined;
  readonly keyField: string | undefined;
  readonly sortField: string | undefined;
  readonly keyName: string | undefined;
  readonly fields: readonly string[] | undefined;
}

/** One side of a connection, and the model on the other. */
export interface Connection {
  readonly type: SourceType;
  readonly field: SourceField;
  readonly directive: ConstDirectiveNode;
  readonly related: SourceType;
  readonly given: ConnectionArguments;
}

/** @throws SchemaError `invalid-relation` for fields that are no list. */
export function connectionArguments(directive: ConstDirectiveNode): ConnectionArguments {
  const given = directiveArguments(directive);
  const text = (value: unknown): string | undefined => (value ? String(value) : undefined);
  return {
    name: text(given.name),
    keyField: text(given.keyField),
    sortField: text(given.sortField),
    keyName: text(given.keyName),
    fields: listOf(directive, given.fields),
  };
}

function listOf(directive: ConstDirectiveNode, fields: unknown): readonly string[] | undefined {
  if (!fields) return undefined;
  if (Array.isArray(fields)) return fields.map(String);
  const hint = `Write \`fields: [${JSON.stringify(fields)}]\`.`;
  throw refusal('invalid-relation', directive, 'The fields of @connection are a list.', hint);
}
