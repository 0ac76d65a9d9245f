import { adaptivePace } from '@postern/batch';
import { readAccount } from '../account.ts';
import { connect } from '../connect.ts';
import { chooseDisplay } from '../display/choose-display.ts';
import type { ExitCode } from '../exit-codes.ts';
import { finish } from '../finish.ts';
import { parseRunFlags } from '../flags.ts';
import { dropTaken, jobFiles, openFiles, takeDeadLetters } from '../job-files.ts';
import { assertWritable } from '../job-report.ts';
import { assertSameChoices, assertTaken, begunIn } from '../jobs/choices.ts';
import { findJob } from '../jobs/registry.ts';
import { registeredObserver } from '../observer.ts';
import { reachThrough } from '../reach.ts';
import { stopsOnSignals } from '../stops.ts';
import { isAllRight } from '../work-report.ts';
import { work } from '../work.ts';

const defaultFolder = '.postern/batch';

/** `run`: a job on a real account. */
export async function runOnAccount(words: readonly string[]): Promise<ExitCode> {
  const flags = parseRunFlags(words);
  const kind = await findJob(flags.job);
  assertTaken(kind, flags.choices);
  await assertWritable(flags.report);
  const account = await readAccount(flags.settings, process.env, process.cwd());
  await using cleanup = new AsyncDisposableStack();
  const display = await chooseDisplay(process.env);
  const stops = stopsOnSignals(display.draining);
  cleanup.defer(stops.release);
  const files = jobFiles(flags.data ?? defaultFolder, kind.name, flags.retryFailed);
  const journal = await openFiles(files, kind.name);
  cleanup.defer(() => journal.close());
  await assertSameChoices(files.choices, begunIn(journal), flags.choices);
  const taken = flags.retryFailed ? await takeDeadLetters(files) : undefined;
  const job = await kind.prepare({ ...flags.choices, retry: taken?.letters });
  cleanup.defer(() => job.close());
  display.begin(`Postern: ${kind.title}`, { api: account.graphqlEndpoint, journal: files.journal });
  const report = await work({
    ...connect(account, {
      ...reachThrough(process.env),
      observer: await registeredObserver(),
      onBreaker: display.breaker,
      drain: stops.drain,
    }),
    kind,
    job,
    journal,
    pace: adaptivePace(flags.pace),
    requestTimeoutMs: flags.requestTimeoutMs,
    deadLettersFile: files.deadLetters,
    display,
    stops,
    ...(taken ? { expectedItems: taken.count } : {}),
  });
  if (flags.retryFailed && isAllRight(report)) await dropTaken(files);
  return await finish(report, display, { deadLetters: files.deadLetters, report: flags.report });
}
