import type { DeadLetter, Report, RunOptions } from '@postern/batch';
import type { TypedOperation } from '@postern/client';
import type { ServiceClient } from '../connect.ts';

/** What a job works with. */
export interface Tools {
  /** Repeats reads by itself. */
  readonly reader: ServiceClient;
  /** Sends each request once; the run repeats it. */
  readonly writer: ServiceClient;
  /** When the run began by the server's clock, in ISO 8601. */
  readonly startedAt: () => string;
}

/** What a person chose for a job. */
export interface JobChoices {
  /** Where items come from: a path, `-` for standard input, or `s3://bucket/key`. */
  readonly input: string | undefined;
  /** The file that items go to. */
  readonly output: string | undefined;
  /** Only items of this status. */
  readonly status: string | undefined;
  /** The letters of an earlier run, to be tried again in place of the job's own source. */
  readonly retry: (() => AsyncIterable<DeadLetter>) | undefined;
}

/** A job that is ready to run. */
export interface PreparedJob {
  /** How many items there are, or about that, where it can be known beforehand. */
  readonly expectedItems?: number | undefined;
  run(tools: Tools, options: RunOptions): Promise<Report>;
  close(): Promise<void>;
}

/** A job that the program can do. */
export interface JobKind {
  /** Its name on the command line, in journals, marks and `BatchOperation` records. */
  readonly name: string;
  /** Says on the terminal what is being done. */
  readonly title: string;
  /** Flags of its own among `--input`, `--output` and `--status`; others are refused. @defaultValue none */
  readonly takes?: readonly ('input' | 'output' | 'status')[];
  /** What it calls, so that who may not is told before anything is done. */
  readonly operations: readonly Pick<TypedOperation, 'name' | 'access'>[];
  /** @throws UsageError when a choice is missing or makes no sense. */
  prepare(choices: JobChoices): Promise<PreparedJob>;
}

/** For jobs that hold nothing open. */
export const nothingToClose = (): Promise<void> => Promise.resolve();
