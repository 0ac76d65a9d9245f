import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adaptivePace } from '@postern/batch';
import { startBackend } from '../backend.ts';
import { connect } from '../connect.ts';
import { count } from '../display/bar.ts';
import { chooseDisplay } from '../display/choose-display.ts';
import type { ExitCode } from '../exit-codes.ts';
import { finish } from '../finish.ts';
import { parseStartFlags } from '../flags.ts';
import { jobFiles, openFiles } from '../job-files.ts';
import { assertWritable } from '../job-report.ts';
import { timeZones } from '../jobs/time-zones-kind.ts';
import { registeredObserver } from '../observer.ts';
import { itemOf } from '../places/place.ts';
import { readPlaces } from '../places/read-places.ts';
import { stopsOnSignals } from '../stops.ts';
import { work } from '../work.ts';

/** `start`: a local backend, loaded with places, and the job on it. */
export async function start(words: readonly string[]): Promise<ExitCode> {
  const flags = parseStartFlags(words);
  await assertWritable(flags.report);
  await using cleanup = new AsyncDisposableStack();
  const display = await chooseDisplay(process.env);
  const stops = stopsOnSignals(display.draining);
  cleanup.defer(stops.release);
  let reasonsToKeep = false;
  const folder = flags.data ?? (await mkdtemp(join(tmpdir(), 'postern-')));
  cleanup.defer(async () => {
    if (flags.data === undefined && !reasonsToKeep) await rm(folder, { recursive: true, force: true });
  });
  const files = jobFiles(folder, timeZones.name);
  const journal = await openFiles(files, timeZones.name);
  cleanup.defer(() => journal.close());
  const { places, source } = await readPlaces(flags.items, flags.places);
  const { local, account } = await startBackend(flags.data);
  cleanup.defer(() => local.close());
  const loaded = local.seed('Item', Iterator.from(places).map(itemOf));
  display.begin('Postern: the time zones of places of the world', {
    backend: `${local.url} (${flags.data === undefined ? 'in memory' : `in ${flags.data}`})`,
    places: `${count(places.length)}, ${count(loaded)} of them new`,
    source,
  });
  const report = await work({
    ...connect(account, {
      observer: await registeredObserver(),
      onBreaker: display.breaker,
      drain: stops.drain,
    }),
    kind: timeZones,
    job: await timeZones.prepare({
      input: undefined,
      output: undefined,
      status: undefined,
      retry: undefined,
    }),
    journal,
    pace: adaptivePace(flags.pace),
    requestTimeoutMs: flags.requestTimeoutMs,
    deadLettersFile: files.deadLetters,
    display,
    stops,
    expectedItems: journal.resumed ? places.length : loaded,
  });
  reasonsToKeep = report.failed > 0;
  return await finish(report, display, { deadLetters: files.deadLetters, report: flags.report });
}
