import { UsageError } from '../errors.ts';
import type { JobKind } from './job-kind.ts';
import { isJobFile, loadJob } from './load-job.ts';

/** Every job by its name; its code is loaded when it is chosen. */
const jobs: Readonly<Record<string, () => Promise<JobKind>>> = {
  'time-zones': async () => (await import('./time-zones-kind.ts')).timeZones,
  'import-items': async () => (await import('./import-items.ts')).importItems,
  'export-items': async () => (await import('./export-items.ts')).exportItems,
};

/**
 * Finds a job by its name, or loads one of the caller's own by its path.
 *
 * @throws UsageError when there is no such job.
 */
export function findJob(name: string): Promise<JobKind> {
  const load = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  if (load) return load();
  if (isJobFile(name)) return loadJob(name);
  const names = Object.keys(jobs).join(', ');
  throw new UsageError(`There is no job "${name}": it is ${names}, or the path of a job of your own.`);
}
