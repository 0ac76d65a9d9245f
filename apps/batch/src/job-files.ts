import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeadLetters, type DeadLetter } from '@postern/batch';

/** Where a data folder keeps what of a job. */
export interface JobFiles {
  readonly journal: string;
  readonly deadLetters: string;
  /** Dead letters that are being tried again. */
  readonly retrying: string;
}

/** @param retry - A run over dead letters has a journal of its own. */
export function jobFiles(dataDir: string, job: string, retry = false): JobFiles {
  return {
    journal: join(dataDir, `${job}${retry ? '.retry' : ''}.journal`),
    deadLetters: join(dataDir, `${job}.dead-letters.ndjson`),
    retrying: join(dataDir, `${job}.dead-letters.retrying.ndjson`),
  };
}

/**
 * Takes the dead letters of earlier runs to be tried again: what fails again gets a new letter, what does not is done with. A
 * run that was interrupted goes on with those that it had taken.
 */
export async function takeDeadLetters({
  deadLetters,
  retrying,
}: JobFiles): Promise<() => AsyncIterable<DeadLetter>> {
  if (!existsSync(retrying) && existsSync(deadLetters)) await rename(deadLetters, retrying);
  return () => readDeadLetters(retrying);
}

/** All taken letters were tried. */
export async function dropTaken({ retrying }: JobFiles): Promise<void> {
  await rm(retrying, { force: true });
}
