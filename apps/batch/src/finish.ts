import type { Display } from './display/display.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { explain } from './explain.ts';
import { jobReport, writeReport } from './job-report.ts';
import { isAllRight, type WorkReport } from './work-report.ts';

/** Shows how a run ended, writes the report where one is wanted, and chooses the exit code. */
export async function finish(
  report: WorkReport,
  display: Display,
  files: { readonly deadLetters: string; readonly report: string | undefined },
): Promise<ExitCode> {
  const shown = jobReport(report);
  display.end(shown, files.deadLetters);
  if (files.report !== undefined) await writeReport(files.report, shown);
  if (report.ended === 'interrupted') return exitCodes.interrupted;
  if (report.ended === 'stopped') return explain(report.error).exitCode;
  if (!isAllRight(report)) return exitCodes.failed;
  return report.failed > 0 ? exitCodes.someFailed : exitCodes.ok;
}
