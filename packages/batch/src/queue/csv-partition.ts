import { csv, type CsvOptions, type CsvRow } from '../sources/csv.ts';
import type { RangedInput } from './ndjson-partitions.ts';
import type { ItemPage, Partition } from './partition.ts';

/** How a CSV input is read. */
export interface CsvPartitionOptions<Ragged = never> extends Pick<
  CsvOptions<Ragged>,
  'delimiter' | 'onRagged'
> {
  /** Rows in a page. @defaultValue `500` */
  readonly pageSize?: number;
}

/**
 * A CSV input as one part. It cannot be divided: only who has read it from its beginning knows whether a line feed ends a row or
 * stands in a value. To go on, it is read from the beginning and rows are left out.
 */
export function csvPartition<Ragged = never>(
  input: RangedInput,
  options: CsvPartitionOptions<Ragged> = {},
): Partition<CsvRow | Ragged> {
  return { name: 'all rows', read: (from) => readRows(input, Number(from ?? 0), options) };
}

async function* readRows<Ragged>(
  input: RangedInput,
  from: number,
  { pageSize = 500, ...options }: CsvPartitionOptions<Ragged>,
): AsyncGenerator<ItemPage<CsvRow | Ragged>> {
  let items: (CsvRow | Ragged)[] = [];
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
