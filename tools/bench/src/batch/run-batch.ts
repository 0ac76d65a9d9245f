// One run in a process of its own, so that its CPU is its own: `adaptive`, or `known` with the rate as fourth argument.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adaptivePace,
  openDeadLetters,
  openJournal,
  outcomeOf,
  runJob,
  type Job,
  type Pace,
} from '@postern/batch';
import { countAttempts, createClient } from '@postern/client';
import { GetItem, UpdateItem, changeOf, keys } from './update-item.ts';

const [, , how = 'adaptive', endpoint = '', count = '10000', rate = '0'] = process.argv;
let token = 'old';
process.on('message', (message) => {
  if (message === 'renew') token = 'new';
});

const { counts, onAttempt } = countAttempts();
const headers = (request?: { readonly rejected?: unknown }) => {
  // As a token source does: the server's refusal of a token makes it get another.
  if (request?.rejected !== undefined) token = 'new';
  return Promise.resolve({ authorization: token });
};
const client = createClient({ endpoint, headers, onAttempt, retry: { maxAttempts: 1 } });
const reader = createClient({ endpoint, headers, onAttempt });
const job: Job<string> = {
  name: 'bench',
  async *source() {
    yield* keys(Number(count));
  },
  key: (id) => id,
  process: async (ids, { signal, onTokensConsumed }) =>
    (await client.batch(UpdateItem, ids.map(changeOf), { signal, onTokensConsumed })).map(outcomeOf),
  ask: async (ids, { signal, onTokensConsumed }) => {
    const answers = await reader.batch(
      GetItem,
      ids.map((id) => ({ id })),
      { signal, onTokensConsumed },
    );
    return answers.map((answer) => {
      if (answer.status === 'failed') throw answer.error;
      return { status: answer.data.getItem?.status === 'COMPLETED' ? 'done' : 'pending' };
    });
  },
};

const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const journal = await openJournal({ file: join(folder, 'journal'), job: job.name });
const deadLetters = await openDeadLetters({
  file: join(folder, 'dead.ndjson'),
  run: journal.header.run,
  inFlight: journal.before.inFlight,
});
// What loading the program left behind is not the run's.
globalThis.gc?.();
const before = process.cpuUsage();
const { error, ...report } = await runJob(job, { journal, deadLetters, pace: paceOf() });
const { user, system } = process.cpuUsage(before);
await journal.close();
await deadLetters.close();
await rm(folder, { recursive: true, force: true });
process.send?.({
  ...report,
  requests: counts.requests,
  error: error instanceof Error ? error.message : undefined,
  cpuMicrosPerItem: (user + system) / Number(count),
});
process.disconnect?.();

function paceOf(): Pace {
  return how === 'known' ? adaptivePace({ maxRate: Number(rate) }) : adaptivePace();
}
