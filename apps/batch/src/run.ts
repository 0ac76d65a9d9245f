import { UsageError } from './errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Runs the program: the one place that turns an error into a line and an exit code. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  try {
    return await dispatch(words);
  } catch (error) {
    const { explain } = await import('./explain.ts');
    const { line, exitCode } = explain(error);
    process.stderr.write(`postern-batch: ${line}\n`);
    if (['debug', 'trace'].includes(process.env.LOG_LEVEL?.toLowerCase() ?? '')) showOrigin(error);
    return exitCode;
  }
}

// npm users put `--` before a script's own flags, and pnpm hands it on.
async function dispatch(all: readonly string[]): Promise<ExitCode> {
  const [command, ...words] = all.filter((word) => word !== '--');
  if (command === undefined || [command, ...words].some((word) => word === '--help' || word === '-h')) {
    const { help } = await import('./help.ts');
    process.stdout.write(help);
    return command === undefined ? exitCodes.usage : exitCodes.ok;
  }
  switch (command) {
    case 'start':
      return (await import('./commands/start.ts')).start(words);
    case 'run':
      return (await import('./commands/run.ts')).runOnAccount(words);
    case 'enqueue':
      return (await import('./queue/enqueue-command.ts')).enqueueCommand(words);
    case 'work':
      return (await import('./queue/work-command.ts')).workCommand(words);
    case 'follow':
      return (await import('./queue/follow-command.ts')).followCommand(words);
    default:
      throw new UsageError(
        `There is no command "${command}": it is start, run, enqueue, work or follow. --help says more.`,
      );
  }
}

function showOrigin(error: unknown): void {
  for (let at = error; at instanceof Error; at = at.cause)
    process.stderr.write(`${at.stack ?? at.message}\n`);
}
