const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Lines on standard error, each shown when `LOG_LEVEL` lets it through. */
export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (line: string) => void>>;

/**
 * Makes a log.
 *
 * @param level - `LOG_LEVEL`: `debug` (or `trace`), `info`, `warn`, `error` (or `fatal`), `silent`. Unknown ones count as
 * the default. @defaultValue `info`
 */
export function createLog(level: string | undefined, write: (line: string) => void): Log {
  const named = { trace: 'debug', fatal: 'error' }[level ?? ''] ?? level?.toLowerCase();
  const known = levels.findIndex((name) => name === named);
  const threshold = known === -1 ? levels.indexOf('info') : known;
  const at = (name: (typeof levels)[number]) => (line: string) => {
    if (levels.indexOf(name) >= threshold) write(line);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
