import { UsageError } from '../errors.ts';
import type { Display } from './display.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Chooses how to show a run: to a person on a terminal, to programs elsewhere.
 *
 * @throws UsageError for a `LOG_LEVEL` that there is not.
 */
export async function chooseDisplay(environment: NodeJS.ProcessEnv): Promise<Display> {
  const { stdout } = process;
  if (stdout.isTTY && !environment.CI) {
    const { terminalDisplay } = await import('./terminal-display.ts');
    return terminalDisplay({
      write: (text) => stdout.write(text),
      get columns() {
        return stdout.columns;
      },
      colour: !environment.NO_COLOR,
    });
  }
  const [{ pino, stdTimeFunctions, destination }, { logDisplay }] = await Promise.all([
    import('pino'),
    import('./log-display.ts'),
  ]);
  const options = {
    level: levelFrom(environment),
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  // Written at once, so that a killed process has said what it knew.
  return logDisplay(pino(options, destination({ dest: 1, sync: true })));
}

// Lambda's and Powertools' own are in capital letters.
function levelFrom({ LOG_LEVEL: given = 'info' }: NodeJS.ProcessEnv): string {
  const level = given === '' ? 'info' : given.toLowerCase();
  if (levels.includes(level)) return level;
  throw new UsageError(`LOG_LEVEL is one of ${levels.join(', ')}; it is "${given}".`);
}
