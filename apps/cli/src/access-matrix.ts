import {
  accessOperations,
  roleLabel,
  type AccessOperation,
  type AccessRow,
  type AccessTable,
} from '@postern/schema';
import { layOut, type Line } from './table.ts';
import type { Style } from './terminal.ts';

/** Lays the access table out for a person: identities across, operations down. */
export function accessMatrix(
  access: Pick<AccessTable, 'rows' | 'fieldsOf'>,
  paint: (style: Style, text: string) => string,
): string {
  if (access.rows.length === 0) return 'No @auth rule names anybody.\n';
  const identities = [...new Set(access.rows.map(roleLabel))].sort();
  const notes = new Map<string, AccessOperation[]>();
  const lines = [...Map.groupBy(access.rows, (row) => row.type)].flatMap(([type, rows]) =>
    type.includes(':')
      ? [{ label: type.replace(':', '.'), cells: identities.map((identity) => decisionOf(rows, identity)) }]
      : modelLines(type, rows, { identities, fields: access.fieldsOf(type), notes }),
  );
  const table = layOut([{ label: '', cells: identities }, ...lines], paint);
  const remarks = [...notes].map(([about, names]) => `* ${names.join(', ')}: ${about}`);
  return [...table, ...(remarks.length > 0 ? ['', ...remarks] : []), ''].join('\n');
}

function modelLines(
  type: string,
  rows: readonly AccessRow[],
  context: {
    identities: readonly string[];
    fields: readonly string[];
    notes: Map<string, AccessOperation[]>;
  },
): Line[] {
  const { identities, fields, notes } = context;
  const lines = accessOperations.map((operation): Line => {
    const allowing = rows.filter((row) => row.operations.includes(operation));
    const cells = identities.map((identity) => {
      const decision = decisionOf(allowing, identity);
      const covered = allowing.filter((row) => roleLabel(row) === identity).map(({ field }) => field);
      if (decision === '' || fields.every((field) => covered.includes(field))) return decision;
      const about = `${identity} only ${covered.map((field) => `${type}.${field}`).join(', ')}`;
      notes.set(about, [...(notes.get(about) ?? []), operation]);
      return `${decision}*`;
    });
    return { label: `  ${operation}`, cells };
  });
  return [{ label: type, cells: [] }, ...lines];
}

function decisionOf(rows: readonly AccessRow[], identity: string): string {
  const row = rows.find((candidate) => roleLabel(candidate) === identity);
  if (!row) return '';
  return row.static && row.strategy !== 'custom' ? 'allow' : 'depends';
}
