import { csv, ndjson, type Pieces } from '@postern/batch';

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
    const input = first ?? (await open());
    first = undefined;
    if (isCsv(name)) yield* csv(input, { name });
    else yield* ndjson<Row>(input, { name, onMalformed });
  };
}

/** The number of a line that was no JSON, where that is what a row stands for; a row may have columns of these names itself. */
export function malformedLine({ malformed, line, ...rest }: Row): number | undefined {
  const only = Object.keys(rest).length === 0;
  return only && malformed === true && typeof line === 'number' ? line : undefined;
}

function onMalformed(_: string, line: number): Row {
  return { malformed: true, line };
}
