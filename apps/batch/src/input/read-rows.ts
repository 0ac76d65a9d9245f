import { csv, ndjson, type Pieces } from '@postern/batch';

/** A row of the input, by column. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Makes a source of rows. CSV is known by the name's ending; everything else, standard input included, is NDJSON.
 *
 * @param open - Opens the input; called once now, to say no early, and for every further reading.
 * @throws UsageError when it cannot be opened.
 */
export async function readRows(name: string, open: () => Promise<Pieces>): Promise<() => AsyncIterable<Row>> {
  let first: Pieces | undefined = await open();
  const isCsv = /\.csv$/i.test(name);
  return async function* () {
    const input = first ?? (await open());
    first = undefined;
    if (isCsv) yield* csv(input, { name });
    else yield* ndjson<Row>(input, { name, onMalformed });
  };
}

function onMalformed(_: string, line: number): Row {
  return { malformed: true, line };
}
