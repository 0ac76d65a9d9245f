import type { JobReport } from '../job-report.ts';
import { count } from './bar.ts';

/** The first thing to say about how a run ended. */
export function headline({ ended, items, failed, lost, error }: JobReport): string {
  if (ended === 'stopped') return `Stopped: ${error ?? 'unknown'}`;
  if (ended === 'interrupted') return 'Interrupted. The same command goes on where it was.';
  if (lost > 0) return `${count(lost)} items are not accounted for.`;
  if (items === 0) return 'There was nothing to do: the job found no items.';
  return failed === 0 ? 'Every item is done.' : 'Every item is accounted for.';
}

/** The report as rows of name and value. */
export function summaryRows(report: JobReport, deadLettersFile: string): [string, string][] {
  const { earlier, failed, notStarted, retries, throttled } = report;
  const before = earlier.completed + earlier.failed;
  const rows: [string, string][] = [
    [
      'items',
      count(report.items) + (before > 0 ? `  (${count(before)} by earlier processes of this run)` : ''),
    ],
    ['completed', count(report.completed)],
    ['failed', count(failed) + (failed > 0 ? `  (why: ${deadLettersFile})` : '')],
    ['lost', count(report.lost)],
  ];
  if (notStarted > 0)
    rows.push(['not started', `${count(notStarted)} of those read, and what was not read yet`]);
  rows.push(
    ['requests', `${count(report.requests)}  (${count(retries)} retries, ${count(throttled)} throttled)`],
    ['time', `${report.seconds.toFixed(1)} s  (${count(Math.round(report.itemsPerSecond))} items/s)`],
  );
  return rows;
}
