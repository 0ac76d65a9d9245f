import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { thisMachine } from './machine.ts';

test('finds programs on the PATH and by absolute path, but no folder and no plain file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-machine-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'plain'), '');
  writeFileSync(join(folder, 'program'), '', { mode: 0o700 });
  expect(thisMachine.find('node')).toMatch(/^\/.*\/node$/);
  expect(thisMachine.find(join(folder, 'program'))).toBe(join(folder, 'program'));
  expect(thisMachine.find(join(folder, 'plain'))).toBeUndefined();
  expect(thisMachine.find(folder)).toBeUndefined();
  expect(thisMachine.find('postern-no-such-program')).toBeUndefined();
});

test('a program that cannot be started is an outcome, not an exception', () => {
  expect(thisMachine.run('postern-no-such-program', []).ok).toBe(false);
});
