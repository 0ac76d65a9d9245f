import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { systemCode, UsageError } from './errors.ts';
import { explain } from './explain.ts';
import type { WorkReport } from './work-report.ts';

/** The report as people and files get it: the run's, with what stopped it as one line. */
export type JobReport = Omit<WorkReport, 'error'> & { readonly error?: string };

/** Puts a run's report in the shape for people and files. */
export function jobReport({ error, seconds, itemsPerSecond, ...rest }: WorkReport): JobReport {
  return {
    ...rest,
    seconds: Number(seconds.toFixed(3)),
    itemsPerSecond: Number(itemsPerSecond.toFixed(1)),
    ...(error === undefined ? {} : { error: explain(error).line }),
  };
}

/** Says no before the job is done rather than after. @throws UsageError when the report could not be written. */
export async function assertWritable(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  if ((await stat(file).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`--report: ${file} is a folder; it takes a file.`);
  }
  try {
    await writeFile(`${file}.new`, '');
    await rm(`${file}.new`);
  } catch (error) {
    throw notWritable(file, error);
  }
}

/** Writes a report so that the file is either the old one or the whole new one. @throws UsageError */
export async function writeReport(file: string, report: object): Promise<void> {
  try {
    await writeFile(`${file}.new`, `${JSON.stringify(report, null, 2)}\n`);
    await rename(`${file}.new`, file);
  } catch (error) {
    throw notWritable(file, error);
  }
}

function notWritable(file: string, cause: unknown): UsageError {
  const code = systemCode(cause) ?? 'unknown';
  return new UsageError(`--report: ${file} cannot be written (${code}).`, { cause });
}
