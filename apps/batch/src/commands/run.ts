import { openJournal } from '@postern/batch';
import { readAccount } from '../account.ts';
import { connect } from '../connect.ts';
import { chooseDisplay } from '../display/choose-display.ts';
import type { ExitCode } from '../exit-codes.ts';
import { finish } from '../finish.ts';
import { parseRunFlags } from '../flags.ts';
import { assertWritable } from '../job-report.ts';
import { timeZonesName } from '../jobs/time-zones.ts';
import { stopsOnSignals } from '../stops.ts';
import { filesIn, work } from '../work.ts';

const defaultFolder = '.postern/batch';

/** `run`: the job on a real account. */
export async function runOnAccount(words: readonly string[]): Promise<ExitCode> {
  const flags = parseRunFlags(words);
  await assertWritable(flags.report);
  const account = await readAccount(flags.settings, process.env, process.cwd());
  await using cleanup = new AsyncDisposableStack();
  const display = await chooseDisplay(process.env);
  const stops = stopsOnSignals(display.draining);
  cleanup.defer(stops.release);
  const files = filesIn(flags.data ?? defaultFolder);
  const journal = await openJournal({ file: files.journal, job: timeZonesName });
  cleanup.defer(() => journal.close());
  display.begin('Postern: the time zones of pending items', {
    api: account.graphqlEndpoint,
    journal: files.journal,
  });
  const report = await work({
    ...connect(account),
    journal,
    deadLettersFile: files.deadLetters,
    display,
    stops,
  });
  return await finish(report, display, { deadLetters: files.deadLetters, report: flags.report });
}
