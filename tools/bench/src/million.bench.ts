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

// V8 otherwise lets its heap grow with the memory of the machine.
const execArgv = ['--max-old-space-size=96', '--max-semi-space-size=4'];
const count = 1_000_000;
const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const file = join(folder, 'items.ndjson');
await pipeline(Readable.from(lines()), createWriteStream(file));
const rounds: { readonly journal: Figures; readonly none: Figures }[] = [];
for (let round = 0; round < 3; round += 1) {
  rounds.push({ journal: await measure('journal'), none: await measure('none') });
}
await rm(folder, { recursive: true });

const median = (of: (round: (typeof rounds)[number]) => number): number =>
  rounds.map(of).sort((a, b) => a - b)[1] ?? Number.NaN;
const seconds = median(({ journal }) => journal.seconds);
const megabytes = Math.max(...rounds.map(({ journal }) => journal.mostBytes)) / 1024 / 1024;
const share = median(({ journal, none }) => (journal.seconds / none.seconds - 1) * 100);
process.stdout.write(
  `  ${count} items  ${seconds.toFixed(1)} s  ${(count / seconds).toFixed(0)} items/s  at most ${megabytes.toFixed(0)} MB\n` +
    `  than without a journal, median of three: ${share.toFixed(1)} % more\n`,
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
