import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { codeBlocks, workspace, type Page } from './pages.ts';

/** A command that a page shows. */
export interface ShownCommand {
  readonly page: string;
  /** Without the prompt and what follows a `#`. */
  readonly text: string;
}

/** The commands of a page's blocks of shell, one for each line. */
export function shownCommands(page: Page): ShownCommand[] {
  return codeBlocks(page).flatMap(({ language, code }) => {
    const lines = code.replaceAll('\\\n', ' ').split('\n');
    const commands =
      language === 'sh' ? lines : lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    return language === 'sh' || language === 'console'
      ? commands.map((line) => ({ page: page.path, text: line.replace(/(^|\s)#.*$/, '').trim() }))
      : [];
  });
}

/** The flags of a command, as `--data`. */
export function flagsOf(text: string): string[] {
  return [...text.matchAll(/(?<=^|[\s[`])--[a-z][a-z0-9-]*/g)].map(([flag]) => flag);
}

/**
 * The words that make one of our programs print the help for a command; nothing for a program that is not ours.
 */
export function helpFor(text: string): string[] | undefined {
  const postern = /^(?:pnpm )?postern ((?:schema )?[a-z]+)/.exec(text)?.[1];
  if (postern !== undefined) return ['apps/cli/src/main.js', ...postern.split(' ')];
  if (/^(pnpm start|node apps\/batch\/src\/main\.ts)\b/.test(text)) return ['apps/batch/src/main.ts'];
  return text.startsWith('pnpm dev') ? ['apps/web/dev/dev.ts'] : undefined;
}

const texts = new Map<string, Promise<string>>();

/** What a program prints with `--help`; it is asked once. */
export function help(words: readonly string[]): Promise<string> {
  const key = words.join(' ');
  const known = texts.get(key) ?? askForHelp(words);
  texts.set(key, known);
  return known;
}

async function askForHelp(words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...words, '--help'], { cwd: workspace });
  return stdout;
}
