import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { MalformedSourceError } from '../errors.ts';
import type { Pieces } from './ndjson.ts';

/** A row by the names in the first line. */
export type CsvRow = Readonly<Record<string, string>>;

/** How CSV is read. */
export interface CsvOptions {
  /** Names the input in errors, such as a path. @defaultValue `the input` */
  readonly name?: string;
  /** @defaultValue `,` */
  readonly delimiter?: string;
}

/**
 * Reads CSV (RFC 4180) whose first line names the columns, row by row as it is asked for.
 *
 * @throws MalformedSourceError naming the line where a row has too many or too few fields, or a quote is left open.
 * @example
 * ```ts
 * const source = () => csv(createReadStream('places.csv'), { name: 'places.csv' });
 * ```
 */
export async function* csv(input: Pieces, options: CsvOptions = {}): AsyncGenerator<CsvRow> {
  const { name = 'the input', delimiter = ',' } = options;
  const rows = Readable.from(input, { objectMode: false }).compose(
    parse({ columns: true, bom: true, delimiter, skip_empty_lines: true }),
  );
  try {
    for await (const row of rows) yield row as CsvRow;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new MalformedSourceError(`${name} is no CSV: ${cause.message}.`, { cause });
  }
}
