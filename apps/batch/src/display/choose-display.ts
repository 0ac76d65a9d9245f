import type { Display } from './display.ts';

/** Chooses how to show a run: to a person on a terminal, to programs elsewhere. */
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
    level: environment.LOG_LEVEL ?? 'info',
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  // Written at once, so that a killed process has said what it knew.
  return logDisplay(pino(options, destination({ dest: 1, sync: true })));
}
