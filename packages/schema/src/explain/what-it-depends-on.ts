import type { AccessRow } from '../access/access-row.ts';
import { decideByRows, type Identity } from '../access/decide.ts';
import type { ExpandedSchema } from '../expand.ts';

/** Says on what a `depends` depends, by the rows that make it. */
export function whatItDependsOn(
  { access }: ExpandedSchema,
  rows: readonly AccessRow[],
  identity: Identity,
  operation?: string,
): string[] {
  const found = rows
    .filter((row) => decideByRows([row], identity).decision === 'depends')
    .map((row) => onRow(row));
  const [first] = rows;
  if (first && (operation === 'create' || operation === 'update')) {
    const covered = new Set(rows.map((row) => row.field));
    const isPartial = access.fieldsOf(first.type).some((field) => !covered.has(field));
    if (isPartial) found.push(`the input: it may set ${[...covered].join(', ')} of ${first.type} only`);
  }
  return [...new Set(found)];
}

function onRow({ type, strategy, static: isStatic, claim, entity }: AccessRow): string {
  if (strategy === 'owner') return `the record: ${type}.${entity} has to name the caller (claim ${claim})`;
  if (!isStatic) return `the record: ${type}.${entity} has to name a group of the caller (claim ${claim})`;
  return `the token: its claim ${claim} has to hold ${entity}`;
}
