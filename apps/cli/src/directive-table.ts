import type { DirectiveRow } from '@postern/schema';
import type { Terminal } from './terminal.ts';

/**
 * The access table of a schema without models as text: each field with the modes that reach it, and the groups of the user pool
 * where not every user may.
 */
export function directiveTable(rows: readonly DirectiveRow[], paint: Terminal['paint']): string {
  const width = Math.max(...rows.map(({ type, field }) => type.length + field.length + 1));
  const lines = rows.map(
    (row) =>
      `${`${row.type}.${row.field}`.padEnd(width)}  ${row.modes.map((mode) => who(mode, row)).join(', ')}`,
  );
  const note = 'No model: the @aws_* directives decide, and where there is none the default mode.';
  return `${lines.join('\n')}\n\n${paint('dim', note)}\n`;
}

function who(mode: string, { groups }: DirectiveRow): string {
  if (mode !== 'userPools' || groups === null) return mode;
  return groups.length > 0 ? `userPools (${groups.join(', ')})` : 'userPools (nobody)';
}
