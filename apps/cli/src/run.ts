import { dispatch } from './command/dispatch.ts';
import { explain } from './explain.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Runs the program: the one place that turns an error into a line and an exit code. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  stopAtBrokenPipe();
  const terminal = processTerminal();
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, terminal: Terminal): ExitCode {
  const { line, exitCode } = explain(error);
  terminal.log.error(`${terminal.paint('red', 'postern:')} ${line}`);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    terminal.log.debug(cause.stack ?? cause.message);
  }
  return exitCode;
}

// The reader of a pipe, such as head, has seen enough: that is no failure.
function stopAtBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failed);
    });
  }
}
