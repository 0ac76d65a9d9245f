import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './test-support/temporary-folder.ts';
import { openJournal } from './journal/journal.ts';

const program = join(import.meta.dirname, 'test-support/run-strings.ts');

// A limit on the size of files, which the system enforces as it does a full disk.
async function runLimited(folder: string, kilobytes: number | 'unlimited'): Promise<object> {
  const command = `ulimit -f ${kilobytes} && exec "$0" "$@"`;
  const child = spawn('bash', ['-c', command, process.execPath, program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(child, 'close');
  return JSON.parse(text) as object;
}

test.skipIf(process.platform === 'win32')(
  'a full disk stops the run cleanly, and with room again it goes on',
  async () => {
    const folder = temporaryFolder();
    const first = await runLimited(folder, 40);
    expect(first).toMatchObject({ ended: 'stopped', lost: 0, failed: 0, error: 'journal-write' });
    const journal = await openJournal({ file: join(folder, 'journal'), job: 'strings' });
    await journal.close();
    expect(journal.before.completedCount).toBeGreaterThan(0);
    const second = await runLimited(folder, 'unlimited');
    expect(second).toMatchObject({ ended: 'complete', items: 5_000, completed: 5_000, lost: 0 });
  },
);
