import type { Progress } from '@postern/batch';

const width = 28;

/**
 * One line that says how far a run is: a bar where the total is known, the rate, and the time left.
 *
 * @param columns - The terminal's width; the line is never wider.
 */
export function barLine(
  progress: Pick<Progress, 'completed' | 'failed' | 'seconds'>,
  { doneBefore, total, columns }: { doneBefore: number; total: number | undefined; columns: number },
): string {
  const settled = progress.completed + progress.failed;
  const rate = progress.seconds > 0 ? (settled - doneBefore) / progress.seconds : 0;
  const speed = `${count(Math.round(rate))}/s`;
  if (total === undefined || total === 0) return `  ${count(settled)} items  ${speed}`.slice(0, columns - 1);
  const share = Math.min(1, settled / total);
  const filled = Math.round(share * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const left = rate > 0 ? `  ${duration(Math.max(0, total - settled) / rate)} left` : '';
  const line = `  ${bar} ${percent} %  ${count(settled)} of ${count(total)}  ${speed}${left}`;
  return line.slice(0, columns - 1);
}

function duration(exactSeconds: number): string {
  const seconds = Math.ceil(exactSeconds);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A number with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
