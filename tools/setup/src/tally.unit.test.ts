import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTally } from './tally.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'postern-tally-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function report(name: string, passed: number, failed: number, skipped: number, suites = failed): void {
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped };
  writeFileSync(join(folder, name), JSON.stringify({ ...counts, numFailedTestSuites: suites }));
}

test('adds up the reports of all projects, scoped names included', () => {
  mkdirSync(join(folder, '@postern'));
  report('@postern/auth.json', 3, 1, 0);
  report('root.json', 4, 0, 2);
  expect(readTally(folder)).toEqual({ passed: 7, failed: 1, skipped: 2 });
});

test('counts a file that could not be loaded as a failure', () => {
  report('auth.json', 0, 0, 0, 1);
  expect(readTally(folder).failed).toBe(1);
});
