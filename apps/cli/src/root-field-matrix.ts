import type { OperationAccess, RootFieldAccess } from '@postern/schema';
import { layOut } from './table.ts';
import type { Style } from './terminal.ts';

/** Lays out who may call which root field: identities across, root fields down; an empty cell is deny. */
export function rootFieldMatrix(
  fields: readonly RootFieldAccess[],
  paint: (style: Style, text: string) => string,
): string {
  const all = fields.map(({ type, field, access }) => ({
    label: `${type}.${field}`,
    answers: answersOf(access),
  }));
  const columns = [...new Set(all.flatMap(({ answers }) => [...answers.keys()]))];
  const named = columns.filter((column) => all.some(({ answers }) => answers.get(column) !== 'deny'));
  if (named.length === 0) return 'Nobody may call anything.\n';
  const lines = all.map(({ label, answers }) => ({
    label,
    cells: named.map((column) => {
      const answer = answers.get(column);
      return answer === undefined || answer === 'deny' ? '' : answer;
    }),
  }));
  return [...layOut([{ label: '', cells: named }, ...lines], paint), ''].join('\n');
}

function answersOf(access: OperationAccess): Map<string, string> {
  const { groups, user, guest, iam, apiKey, oidc, lambda } = access;
  const named = Object.entries(groups).map(([group, answer]): [string, string] => [`group:${group}`, answer]);
  return new Map([...named, ...Object.entries({ user, guest, iam, 'api-key': apiKey, oidc, lambda })]);
}
