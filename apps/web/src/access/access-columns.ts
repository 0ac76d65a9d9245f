import type { Decision, OperationAccess } from '@postern/client';
import type { AnyOperation } from './use-access.ts';

/** A kind of caller, and what an operation's access says to it. */
export interface AccessColumn {
  readonly title: string;
  answer(access: OperationAccess): Decision;
}

/** One column for each group that any operation names, then the other kinds of callers that any operation lets in. */
export function accessColumns(operations: readonly AnyOperation[]): AccessColumn[] {
  const groups = [...new Set(operations.flatMap(({ access }) => Object.keys(access.groups)))].sort();
  const kinds = Object.entries({
    user: 'Any user',
    owner: 'Owner',
    guest: 'Guest',
    iam: 'IAM',
    apiKey: 'API key',
    oidc: 'OIDC',
    lambda: 'Lambda',
  } satisfies Record<Exclude<keyof OperationAccess, 'groups'>, string>) as [
    Exclude<keyof OperationAccess, 'groups'>,
    string,
  ][];
  return [
    ...groups.map((group) => ({
      title: group,
      answer: (access: OperationAccess) => access.groups[group] ?? access.user,
    })),
    ...kinds
      .filter(([kind]) => operations.some(({ access }) => access[kind] !== 'deny'))
      .map(([kind, title]) => ({ title, answer: (access: OperationAccess) => access[kind] })),
  ];
}
