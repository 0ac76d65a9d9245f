import type { AccessChange, SchemaDiff, ShapeLevel } from '@postern/schema';
import type { Style } from '../terminal.ts';

type Paint = (style: Style, text: string) => string;

const signs: Readonly<Record<AccessChange['kind'], readonly [sign: string, style: Style]>> = {
  gained: ['+', 'red'],
  lost: ['-', 'yellow'],
  new: ['*', 'cyan'],
};
const styles: Readonly<Record<ShapeLevel, Style>> = { breaking: 'red', dangerous: 'yellow', safe: 'dim' };

/** The difference as a person reads it in a terminal. */
export function describeDiff(diff: SchemaDiff, paint: Paint): string {
  const sections = [
    section(
      'Access',
      diff.access.map(({ kind, text }) => `  ${paint(signs[kind][1], signs[kind][0])} ${text}`),
      paint,
    ),
    section(
      'Operations that break',
      diff.operations.flatMap((operation) => [
        `  ${operationName(operation)}`,
        ...operation.problems.map((problem) => `    ${problem}`),
      ]),
      paint,
    ),
    section(
      'Shape',
      diff.shape.map(
        ({ level, message }) => `  ${paint(styles[level], level.padEnd('dangerous'.length))}  ${message}`,
      ),
      paint,
    ),
  ];
  return [summary(diff), ...sections.flat(), ''].join('\n');
}

/** The difference as a comment on a pull request. */
export function diffAsMarkdown(diff: SchemaDiff, from: string, to: string): string {
  const { access, operations, shape } = diff;
  const notable = shape.filter(({ level }) => level !== 'safe');
  const safe = shape.filter(({ level }) => level === 'safe');
  const lines = [
    `### Schema: \`${from}\` → \`${to}\``,
    '',
    `**${summary(diff)}**`,
    ...list(
      'Access',
      access.map(({ kind, text }) => `**${kind}**: ${escaped(text)}`),
    ),
    ...list(
      'Operations that break',
      operations.flatMap((operation) => [
        `**${operationName(operation)}**`,
        ...operation.problems.map((problem) => `  - ${escaped(problem)}`),
      ]),
    ),
    ...list(
      'Shape',
      notable.map(({ level, message }) => `**${level}**: ${escaped(message)}`),
    ),
  ];
  if (safe.length > 0) {
    const details = safe.map(({ message }) => `- ${escaped(message)}`);
    const title = `<summary>${safe.length} safe ${safe.length === 1 ? 'change' : 'changes'} of shape</summary>`;
    lines.push('', '<details>', title, '', ...details, '', '</details>');
  }
  return `${lines.join('\n')}\n`;
}

function summary({ widened, access, operations, shape }: SchemaDiff): string {
  if (access.length + operations.length + shape.length === 0) return 'No difference in access or shape.';
  const count = (level: ShapeLevel): string =>
    `${shape.filter((change) => change.level === level).length} ${level}`;
  const narrowed = access.some(({ kind }) => kind === 'lost');
  const ofAccess = widened ? 'Access is widened' : narrowed ? 'Access is narrowed' : 'Access is as it was';
  const broken = operations.length === 1 ? '1 operation breaks' : `${operations.length} operations break`;
  return `${ofAccess}; ${broken}; changes of shape: ${count('breaking')}, ${count('dangerous')}, ${count('safe')}.`;
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
}

function list(title: string, items: readonly string[]): string[] {
  const lines = items.map((item) => (item.startsWith('  - ') ? item : `- ${item}`));
  return items.length === 0 ? [] : ['', `#### ${title}`, '', ...lines];
}

function operationName({ name, location }: SchemaDiff['operations'][number]): string {
  return location ? `${name} (${location.file}:${location.line})` : name;
}

function escaped(text: string): string {
  return text.replace(/[<>*|]/g, (character) => `\\${character}`);
}
