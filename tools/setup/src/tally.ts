import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many tests passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
}

/**
 * Adds up the JSON reports that vitest wrote, those that Nx restored from its cache included.
 *
 * A file that could not even be loaded has no failed test in it; it counts as one failure.
 *
 * @param folder - The folder with the reports, one per project, searched in depth.
 * @throws SyntaxError when a report is not JSON, for instance because its run was killed while writing.
 */
export function readTally(folder: string): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const file of globSync('**/*.json', { cwd: folder })) {
    const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as VitestReport;
    tally.passed += report.numPassedTests;
    tally.failed += report.numFailedTests || Math.min(report.numFailedTestSuites, 1);
    tally.skipped += report.numPendingTests;
  }
  return tally;
}
