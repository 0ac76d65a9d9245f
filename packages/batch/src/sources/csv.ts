import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { MalformedSourceError } from '../errors.ts';
import type { Pieces } from './ndjson.ts';

/** A row by the names in the first line. */
export type CsvRow = Readonly<Record<string, string>>;

/** How CSV is read. */
export interface CsvOptions<Ragged = never> {
  /** Names the input in errors, such as a path. @defaultValue `the input` */
  readonly name?: string;
  /** @defaultValue `,` */
  readonly delimiter?: string;
  /**
   * Makes a row of one with too many or too few fields, so that it can fail by itself instead of stopping the run.
   *
   * @param fields - What is in it.
   * @param row - Its number, from 1; the first line, of names, is not counted.
   * @defaultValue throws {@link MalformedSourceError}
   */
  readonly onRagged?: (fields: readonly string[], row: number) => Ragged;
}

/**
 * Reads CSV (RFC 4180) whose first line names the columns, row by row as it is asked for.
 *
 * @throws MalformedSourceError naming the line where a row has too many or too few fields, unless `onRagged` makes one of it, or a
 *   quote is left open.
 * @example
 * ```ts
 * const source = () => csv(createReadStream('places.csv'), { name: 'places.csv' });
 * ```
 */
export async function* csv<Ragged = never>(
  input: Pieces,
  options: CsvOptions<Ragged> = {},
): AsyncGenerator<CsvRow | Ragged> {
  const { name = 'the input', delimiter = ',', onRagged } = options;
  const rows = Readable.from(input, { objectMode: false }).compose(
    parse({
      columns: true,
      bom: true,
      delimiter,
      skip_empty_lines: true,
      ...(onRagged && relaxed(onRagged)),
    }),
  );
  try {
    for await (const row of rows) yield row as CsvRow | Ragged;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new MalformedSourceError(`${name} is no CSV: ${cause.message}.`, { cause });
  }
}

function relaxed<Ragged>(onRagged: NonNullable<CsvOptions<Ragged>['onRagged']>) {
  return {
    relax_column_count: true,
    // What its types call always there is so only for a ragged row.
    // (Its count of lines takes each line end of Windows within quotes for two.)
    on_record: (row: CsvRow, { error, records }: { readonly error?: CsvError; readonly records: number }) =>
      error ? onRagged(error.record as string[], records) : row,
  };
}
