// A million items from NDJSON in a process of its own: `journal` or `none`; prints seconds and the most memory that it had.
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ndjson,
  openDeadLetters,
  openJournal,
  outcomeOf,
  runJob,
  type Job,
  type Journal,
} from '@postern/batch';
import { createClient } from '@postern/client';
import { UpdateItem, changeOf } from './update-item.ts';

const [, , how = 'journal', endpoint = '', file = ''] = process.argv;
const authorization = 'a token';
const client = createClient({
  endpoint,
  headers: () => Promise.resolve({ authorization }),
  retry: { maxAttempts: 1 },
});
const job: Job<{ readonly id: string }> = {
  name: 'million',
  source: () => ndjson(createReadStream(file), { name: file }),
  key: ({ id }) => id,
  process: async (items, { signal }) => {
    const changes = items.map(({ id }) => changeOf(id));
    return (await client.batch(UpdateItem, changes, { signal })).map(outcomeOf);
  },
};

const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const real = await openJournal({ file: join(folder, 'journal'), job: job.name });
const journal: Journal = how === 'none' ? { ...real, append: () => Promise.resolve() } : real;
const { run } = journal.header;
const deadLetters = await openDeadLetters({ file: join(folder, 'dead.ndjson'), run, inFlight: new Set() });
let mostBytes = 0;
const watch = setInterval(() => (mostBytes = Math.max(mostBytes, process.memoryUsage.rss())), 100);
const { seconds, completed, lost } = await runJob(job, { journal, deadLetters });
clearInterval(watch);
await real.close();
await deadLetters.close();
await rm(folder, { recursive: true, force: true });
process.send?.({ seconds, completed, lost, mostBytes });
process.disconnect?.();
