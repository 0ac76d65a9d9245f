import type { CallResult, DeniedField, GraphQLErrorEntry, Pages, TypedOperation } from '@postern/client';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

/** Prints what a call ended in: data on standard output, a line for each denied field and each error beside it. */
export async function printResult(
  operation: TypedOperation,
  calling: Promise<CallResult<unknown>>,
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    const { data, denied } = await calling;
    printData(data, terminal);
    for (const field of denied) terminal.log.warn(deniedLine(operation, field, terminal));
    return exitCodes.ok;
  } catch (error) {
    const { denied, errors, data } = error as {
      denied?: readonly DeniedField[];
      errors?: readonly GraphQLErrorEntry[];
      data?: unknown;
    };
    if (!denied && !errors) throw error;
    if (hasData(data)) printData(data, terminal);
    for (const field of denied ?? []) terminal.log.error(deniedLine(operation, field, terminal));
    for (const entry of errors ?? []) terminal.log.error(errorLine(operation, entry, terminal));
    return exitCodes.failed;
  }
}

/** Prints the items of all pages, each as a line of JSON. */
export async function printPages(
  operation: TypedOperation,
  pages: Pages<unknown>,
  terminal: Terminal,
): Promise<ExitCode> {
  for await (const { items, denied } of pages.byPage()) {
    for (const item of items) terminal.write(`${JSON.stringify(item)}\n`);
    for (const field of denied) terminal.log.warn(deniedLine(operation, field, terminal));
  }
  return exitCodes.ok;
}

function printData(data: unknown, terminal: Terminal): void {
  terminal.write(`${JSON.stringify(data, null, 2)}\n`);
}

// A call that failed as a whole has nothing but nulls.
function hasData(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => value !== null);
}

function deniedLine({ name }: TypedOperation, { path, message }: DeniedField, { paint }: Terminal): string {
  return `${paint('yellow', 'denied:')} ${name}: ${path.join('.')}: ${message}`;
}

function errorLine({ name }: TypedOperation, entry: GraphQLErrorEntry, { paint }: Terminal): string {
  const where = entry.path ? `${entry.path.join('.')}: ` : '';
  const type = entry.errorType ? ` (${entry.errorType})` : '';
  return `${paint('red', 'postern:')} ${name}: ${where}${entry.message.replace(/\s*\n\s*/g, ' ')}${type}`;
}
