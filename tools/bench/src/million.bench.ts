// One million items from NDJSON, changed by aliased mutations. Aims: under 200 MB, and under 10 % of the time for the journal.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startStub } from './stub/start-stub.ts';

interface Figures {
  readonly seconds: number;
  readonly completed: number;
  readonly lost: number;
  readonly mostBytes: number;
}

// As the batch's container is run: V8 otherwise lets its heap grow with the memory of the machine.
const execArgv = ['--max-old-space-size=128', '--max-semi-space-size=4'];
const count = 1_000_000;
const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const file = join(folder, 'items.ndjson');
await pipeline(Readable.from(lines()), createWriteStream(file));
const journal = await measure('journal');
const none = await measure('none');
await rm(folder, { recursive: true });

const megabytes = (journal.mostBytes / 1024 / 1024).toFixed(0);
const share = ((journal.seconds / none.seconds - 1) * 100).toFixed(1);
process.stdout.write(
  `  ${count} items  ${journal.seconds.toFixed(1)} s  ${(count / journal.seconds).toFixed(0)} items/s  at most ${megabytes} MB\n` +
    `  without a journal ${none.seconds.toFixed(1)} s: it adds ${share} %\n`,
);

async function measure(how: 'journal' | 'none'): Promise<Figures> {
  const stub = await startStub();
  const child = fork(join(import.meta.dirname, 'batch/run-million.ts'), [how, stub.endpoint, file], {
    execArgv,
  });
  const [figures] = (await once(child, 'message')) as [Figures];
  stub.close();
  if (figures.completed !== count || figures.lost !== 0) {
    throw new Error(`${figures.completed} completed, ${figures.lost} lost`);
  }
  return figures;
}

function* lines(): Generator<string> {
  for (let index = 0; index < count; index += 1) {
    yield `{"id":"item-${String(index).padStart(7, '0')}","name":"Item number ${index}"}\n`;
  }
}
