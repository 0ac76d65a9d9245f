import { readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Journal } from '@postern/batch';
import { UsageError } from '../errors.ts';
import type { JobChoices, JobKind } from './job-kind.ts';

type Choices = Omit<JobChoices, 'retry'>;

/** Refuses what a job would leave unheeded. @throws UsageError */
export function assertTaken({ name, takes = [] }: Pick<JobKind, 'name' | 'takes'>, choices: Choices): void {
  const wrong = Object.keys(given(choices)).find((flag) => !takes.some((taken) => taken === flag));
  if (wrong !== undefined) throw new UsageError(`${name} takes no --${wrong}.`);
}

/** A run, and whether anything of it is done. One that has begun no item may as well begin with another input. */
export interface Begun {
  readonly run: string;
  readonly begun: boolean;
}

/** What a journal tells of that. */
export function begunIn({ header: { run }, before }: Pick<Journal, 'header' | 'before'>): Begun {
  return { run, begun: before.settled.size > 0 || before.inFlight.size > 0 };
}

/**
 * Notes what a run was begun with, and refuses to go on with something else: what is left of its own input would never be done, and
 * what it has written would be missing in another output.
 *
 * @param file - Where the note is, beside the journal.
 * @throws UsageError naming what the run was begun with.
 */
export async function assertSameChoices(
  file: string,
  { run, begun }: Begun,
  choices: Choices,
): Promise<void> {
  const now = given(choices);
  const noted = begun ? await read(file) : undefined;
  if (noted?.run === run) {
    if (JSON.stringify(noted.choices) === JSON.stringify(now)) return;
    const flags = Object.entries(noted.choices).map(([flag, value]) => ` --${flag} ${value}`);
    const words = flags.length > 0 ? flags.join('') : ' no flags of its own';
    throw new UsageError(
      `An unfinished run was begun with${words}: go on with that, or give this one a --data folder of its own.`,
    );
  }
  await writeFile(`${file}.new`, `${JSON.stringify({ run, choices: now })}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

// Always in the same order, and the same file by whatever path.
function given({ input, output, status }: Choices): Readonly<Record<string, string>> {
  const place = (name: string | undefined): string | undefined =>
    name === undefined || name === '-' || name.startsWith('s3://') ? name : resolve(name);
  const all = Object.entries({ input: place(input), output: place(output), status });
  return Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== undefined));
}

async function read(
  file: string,
): Promise<{ readonly run: string; readonly choices: Readonly<Record<string, string>> } | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Awaited<ReturnType<typeof read>>;
  } catch {
    // Not there yet, as after a kill at the very beginning.
    return undefined;
  }
}
