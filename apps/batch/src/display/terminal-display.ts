import type { Display } from './display.ts';
import { barLine, count } from './bar.ts';
import { breakerLines } from './breaker-lines.ts';
import { headline, summaryRows } from './summary.ts';

const drawEveryMs = 80;

/** Where a terminal display draws. */
export interface Screen {
  write(text: string): void;
  readonly columns: number;
  readonly colour: boolean;
}

/** Shows a run to a person: facts, a bar that moves, a summary. */
export function terminalDisplay(screen: Screen, now: () => number = () => performance.now()): Display {
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let drawn = false;
  let doneBefore = 0;
  const paint = (code: number, text: string): string =>
    screen.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  const line = (text: string): void => {
    screen.write(`${drawn ? '\r\u001b[K' : ''}${text}\n`);
    drawn = false;
  };
  const rows = (all: readonly (readonly [string, string])[]): void => {
    const width = Math.max(...all.map(([name]) => name.length));
    for (const [name, value] of all) line(`  ${paint(2, name.padEnd(width))}  ${value}`);
  };
  return {
    begin(title, facts) {
      line(paint(1, title));
      rows(Object.entries(facts));
    },
    signedIn({ username, groups }, before) {
      doneBefore = before ?? 0;
      line(`  signed in as ${username} (${groups.join(', ')})`);
      if (before !== undefined && before > 0) line(`  going on after ${count(before)} items`);
    },
    progress(progress, total) {
      const last = progress.completed + progress.failed === total;
      if (!last && now() - drawnAtMs < drawEveryMs) return;
      drawnAtMs = now();
      screen.write(`\r\u001b[K${barLine(progress, { doneBefore, total, columns: screen.columns })}`);
      drawn = true;
    },
    breaker: ({ state }) => line(`  ${breakerLines[state].text}`),
    draining: () => line('  stopping after what is in flight; once more to stop at once'),
    end(report, deadLettersFile) {
      if (drawn) screen.write('\n');
      drawn = false;
      const good = report.ended === 'complete' && report.lost === 0;
      line('');
      line(paint(good ? 32 : 31, headline(report)));
      rows(summaryRows(report, deadLettersFile));
    },
  };
}
