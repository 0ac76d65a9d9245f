import { relative, resolve } from 'node:path';
import type { Finding } from '@postern/schema';
import type { Terminal } from '../terminal.ts';

/** Findings for a person: place and code, what is wrong, what would be right. */
export function findingsAsText(findings: readonly Finding[], paint: Terminal['paint']): string {
  return findings
    .map(({ file, line, column, code, message, remedy }) =>
      [
        `${paint('bold', `${file}:${line}:${column}`)} ${paint('yellow', code)}`,
        `  ${message}`,
        `  ${paint('dim', remedy)}`,
        '',
      ].join('\n'),
    )
    .join('');
}

/** Findings for programs. */
export function findingsAsJson(findings: readonly Finding[], files: number): string {
  return `${JSON.stringify({ files, findings }, null, 2)}\n`;
}

/**
 * Findings as workflow commands, which GitHub shows at the line in a pull request.
 *
 * @param root - The repository, from which GitHub reads the paths.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function findingsForGithub(
  findings: readonly Finding[],
  { folder, root }: { readonly folder: string; readonly root: string },
): string {
  return findings
    .map(({ file, line, column, code, message, remedy }) => {
      const path = relative(root, resolve(folder, file)).replaceAll('\\', '/');
      const where = `file=${property(path)},line=${line},col=${column},title=${property(code)}`;
      return `::error ${where}::${data(`${message} ${remedy}`)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
