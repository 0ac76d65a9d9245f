import type { Style } from './terminal.ts';

/** One line of a table of decisions. */
export interface Line {
  readonly label: string;
  /** One for each column; empty in a heading line. */
  readonly cells: readonly string[];
}

/** Lays out a table of decisions: the first line names the columns, `allow` is green, all else yellow. */
export function layOut(lines: readonly Line[], paint: (style: Style, text: string) => string): string[] {
  const labelWidth = Math.max(...lines.map(({ label }) => label.length));
  const widths = lines[0]?.cells.map((heading) => Math.max(heading.length, 'depends*'.length)) ?? [];
  return lines.map(({ label, cells }, index) => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    const painted = padded.map((cell, column) => paint(index === 0 ? 'bold' : styleOf(cells[column]), cell));
    return [label.padEnd(labelWidth), ...painted].join('  ').trimEnd();
  });
}

function styleOf(cell = ''): Style {
  return cell.startsWith('allow') ? 'green' : 'yellow';
}
