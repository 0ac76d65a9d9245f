import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The workspace's root. */
export const workspace = join(import.meta.dirname, '../../..');

/** A Markdown file of the workspace. */
export interface Page {
  /** Its path from the root. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface CodeBlock {
  readonly page: Page;
  /** The number of its first line of content, from 1. */
  readonly line: number;
  /** The word after the fence, such as `ts`. */
  readonly language: string;
  /** What follows it: `generated` for what nobody writes by hand. */
  readonly kind: string;
  readonly code: string;
}

/** Every page of the workspace. */
export function readPages(): Page[] {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/.*/**'];
  const paths = globSync('**/*.md', { cwd: workspace, exclude }).sort();
  return paths.map((path) => ({ path, text: readFileSync(join(workspace, path), 'utf8') }));
}

/** The fenced blocks of a page, in order. */
export function codeBlocks(page: Page): CodeBlock[] {
  return [...page.text.matchAll(/^```(\w+) ?([^\n]*)\n([^]*?)^```$/gm)].map((match) => ({
    page,
    line: page.text.slice(0, match.index).split('\n').length + 1,
    language: match[1] ?? '',
    kind: match[2] ?? '',
    code: match[3] ?? '',
  }));
}
