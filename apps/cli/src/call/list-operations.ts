import type { Decision, OperationAccess, TypedOperation } from '@postern/client';
import type { Style } from '../terminal.ts';

/** The operations as a person reads them: kind, who may call them, and the variables. */
export function describeOperations(
  operations: readonly TypedOperation[],
  paint: (style: Style, text: string) => string,
): string {
  const blocks = operations.map((operation) => {
    const { kind, name, variables, access } = operation;
    const flags = Object.entries(variables).map(([variable, type]) => `--${variable} ${type}`);
    return [
      `${paint('bold', name)} (${kind})`,
      `  who   ${whoMay(access)}`,
      ...(flags.length > 0 ? [`  takes ${flags.join('  ')}`] : []),
    ].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

/** The same for programs. */
export function operationsDocument(operations: readonly TypedOperation[]): object[] {
  return operations.map(({ name, kind, variables, access }) => ({ name, kind, variables, access }));
}

/** Names everybody who may call an operation, as the access table says. */
export function whoMay({ groups, user, owner, guest, iam, apiKey, oidc, lambda }: OperationAccess): string {
  const answers: [string, Decision][] = [
    ['every signed-in user', user === 'allow' ? user : 'deny'],
    ...Object.entries(groups).filter(([, decision]) => decision !== user),
    ['owner', user === 'allow' ? 'deny' : owner],
    ['guest', guest],
    ['iam', iam],
    ['api-key', apiKey],
    ['oidc', oidc],
    ['lambda', lambda],
  ];
  const may = answers.filter(([, decision]) => decision !== 'deny');
  if (may.length === 0) return 'nobody';
  return may
    .map(([who, decision]) => (decision === 'depends' ? `${who} (depends on the record)` : who))
    .join(', ');
}
