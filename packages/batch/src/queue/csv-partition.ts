import { csv, type CsvOptions, type CsvRow } from '../sources/csv.ts';
import type { RangedInput } from './ndjson-partitions.ts';
import type { ItemPage, Partition } from './partition.ts';

/** How a CSV input is read. */
export interface CsvPartitionOptions extends Pick<CsvOptions, 'delimiter'> {
  /** Rows in a page. @defaultValue `500` */
  readonly pageSize?: number;
}

/**
 * A CSV input as one part. It cannot be divided: only who has read it from its beginning knows whether a line feed ends a row or
 * stands in a value. To go on, it is read from the beginning and rows are left out.
 */
export function csvPartition(input: RangedInput, options: CsvPartitionOptions = {}): Partition<CsvRow> {
  return { name: 'all rows', read: (from) => readRows(input, Number(from ?? 0), options) };
}

async function* readRows(
  input: RangedInput,
  from: number,
  { pageSize = 500, ...options }: CsvPartitionOptions,
): AsyncGenerator<ItemPage<CsvRow>> {
  let items: CsvRow[] = [];
  let count = 0;
  for await (const row of csv(await input.open(0), { name: input.name, ...options })) {
    count += 1;
    if (count <= from) continue;
    items.push(row);
    if (items.length < pageSize) continue;
    yield { items, next: String(count) };
    items = [];
  }
  yield { items, next: undefined };
}
