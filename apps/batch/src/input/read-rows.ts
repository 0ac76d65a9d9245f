import { csv, ndjson, type Pieces } from '@postern/batch';
import { utf8 } from './utf8.ts';

/** A row of the input, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** CSV is known by the name's ending; everything else, standard input included, is NDJSON. */
export function isCsv(name: string): boolean {
  return /\.csv$/i.test(name);
}

/**
 * Makes a source of rows.
 *
 * @param open - Opens the input; called once now, to say no early, and for every further reading.
 * @throws UsageError when it cannot be opened.
 */
export async function readRows(name: string, open: () => Promise<Pieces>): Promise<() => AsyncIterable<Row>> {
  let first: Pieces | undefined = await open();
  return async function* () {
    const input = utf8(first ?? (await open()), name);
    first = undefined;
    if (isCsv(name)) yield* csv(input, { name, onRagged });
    else yield* ndjson<Row>(input, { name, onMalformed });
  };
}

/** What a place in the input holds that is no row. */
export interface Malformed {
  /** The same for the same place. */
  readonly id: string;
  readonly problem: string;
}

/** Whether a row stands for what is none; it may as well have columns of these names itself. */
export function malformedIn({ malformed, line, row, fields, ...rest }: Row): Malformed | undefined {
  if (Object.keys(rest).length > 0) return undefined;
  if (malformed === true && typeof line === 'number')
    return { id: `line-${line}`, problem: `Line ${line} is no JSON object.` };
  if (malformed !== 'fields' || typeof row !== 'number' || !Array.isArray(fields)) return undefined;
  const count = fields.length === 1 ? '1 field' : `${fields.length} fields`;
  const problem = `Row ${row} has ${count}, and the first line names another number of columns.`;
  return { id: `row-${row}`, problem };
}

/** A line that is no JSON. */
function onMalformed(_: string, line: number): Row {
  return { malformed: true, line };
}

/** A row of CSV with too many or too few fields, counted from 1 after the first line. */
export function onRagged(fields: readonly string[], row: number): Row {
  return { malformed: 'fields', row, fields };
}
