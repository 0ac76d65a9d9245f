import { styleText } from 'node:util';
import { createLog, type Log } from './log.ts';

export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

/** What a command sees of the process that it runs in. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. */
  readonly folder: string;
  /** Whether a person is there to be asked: standard input and error are terminals, and this is no CI. */
  readonly interactive: boolean;
  /** Lines for people, on standard error. */
  readonly log: Log;
  /** Results, on standard output. */
  write(text: string): void;
  /** Colours a text where colours are wanted. */
  paint(style: Style, text: string): string;
}

/** The terminal of this process; the only place where the environment is read. */
export function processTerminal(): Terminal {
  const environment = process.env;
  const inCi = isSet(environment.CI) && environment.CI !== 'false';
  const colors =
    process.stdout.isTTY &&
    process.stderr.isTTY &&
    !inCi &&
    !isSet(environment.NO_COLOR) &&
    environment.TERM !== 'dumb';
  return {
    environment,
    get folder() {
      return process.cwd();
    },
    interactive: process.stdin.isTTY && process.stderr.isTTY && !inCi,
    log: createLog(environment.LOG_LEVEL, (line) => process.stderr.write(`${line}\n`)),
    write: (text) => process.stdout.write(text),
    paint: (style, text) => (colors ? styleText(style, text, { validateStream: false }) : text),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
