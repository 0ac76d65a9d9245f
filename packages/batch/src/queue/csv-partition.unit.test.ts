import { expect, test } from 'vitest';
import type { JobContext } from '../job.ts';
import { csvPartition } from './csv-partition.ts';
import type { RangedInput } from './ndjson-partitions.ts';

const context: JobContext = { run: 'run-1', signal: new AbortController().signal };
const inputOf = (text: string): RangedInput => ({
  name: 'rows.csv',
  bytes: text.length,
  open: async (from) =>
    (async function* () {
      yield Buffer.from(text).subarray(from);
    })(),
});
const rows = Array.from({ length: 7 }, (_, index) => ({ id: String(index), text: `line\nand "${index}"` }));
const text = `id,text\n${rows.map((row) => `${row.id},"line\nand ""${row.id}"""`).join('\n')}\n`;

test('goes on after any page, line feeds in values included', async () => {
  const part = csvPartition(inputOf(text), { pageSize: 3 });
  const pages = await Array.fromAsync(part.read(undefined, context));
  expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
  expect(pages.flatMap(({ items }) => items)).toEqual(rows);
  for (const [index, { next }] of pages.slice(0, -1).entries()) {
    const rest = await Array.fromAsync(part.read(next, context));
    expect(rest.flatMap(({ items }) => items)).toEqual(rows.slice(3 * (index + 1)));
  }
});

test('names what is no CSV', async () => {
  const part = csvPartition(inputOf('id,text\n1,2,3\n'));
  await expect(Array.fromAsync(part.read(undefined, context))).rejects.toThrow(/rows\.csv is no CSV/);
});
