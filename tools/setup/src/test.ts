// `pnpm test`: the whole check. Brings what the tests need, runs every cached target, and adds up what they said.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureAwsCli } from './aws-cli.ts';
import { ensureBrowser } from './browser.ts';
import { readTally } from './tally.ts';

const root = resolve(import.meta.dirname, '../../..');
const results = join(root, 'test-results');

ensureBrowser();
ensureAwsCli();
rmSync(results, { recursive: true, force: true });

const run = spawnSync(
  join(root, 'node_modules/.bin/nx'),
  [
    'run-many',
    '-t',
    'format',
    'lint',
    'typecheck',
    'codegen-check',
    'check',
    'test',
    '--outputStyle=static',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' } },
);
const { passed, failed, skipped } = readTally(results);
const broken = run.status !== 0 && failed === 0 ? 1 : 0;
if (broken) process.stdout.write('\nA check other than the tests failed; its output is above.\n');
if (skipped > 0) process.stdout.write(`\n${skipped} skipped\n`);
process.stdout.write(`\n${passed} passed, ${failed + broken} failed\n`);
process.exitCode = run.status === 0 ? 0 : 1;
