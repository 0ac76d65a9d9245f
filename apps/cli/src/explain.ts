import { CliError } from './errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** What a person is told of an error. */
export interface Explanation {
  readonly line: string;
  readonly exitCode: ExitCode;
}

/** Turns any error into one line and an exit code. */
export function explain(error: unknown): Explanation {
  if (error instanceof CliError) return { line: oneLine(error.message), exitCode: error.exitCode };
  if (hasName(error, 'SchemaError')) return { line: oneLine(error.message), exitCode: exitCodes.failed };
  const message = error instanceof Error ? error.message : String(error);
  return {
    line: `${oneLine(message)} (This is not expected; LOG_LEVEL=debug shows where it comes from.)`,
    exitCode: exitCodes.failed,
  };
}

// The families are told by name, so that no package has to be loaded to explain an error that is not its own.
function hasName(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
