import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobContext } from '../job.ts';
import { ndjsonPartitions, type RangedInput } from './ndjson-partitions.ts';
import type { Partition } from './partition.ts';

const context: JobContext = { run: 'run-1', signal: new AbortController().signal };

// In pieces of any size, and never a byte more often than asked.
function inputOf(text: string, pieceBytes = 1_000): RangedInput {
  const all = Buffer.from(text);
  return {
    name: 'rows.ndjson',
    bytes: all.length,
    open: async (from) =>
      (async function* () {
        for (let at = from; at < all.length; at += pieceBytes) yield all.subarray(at, at + pieceBytes);
      })(),
  };
}

async function readAll<Item>(part: Partition<Item>, from?: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of part.read(from, context)) items.push(...page.items);
  return items;
}

const row = fc.record({ id: fc.nat(), text: fc.string({ unit: 'binary', maxLength: 400 }) });

test('however it is divided, every line is in one part', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 1_500 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 50_000 }),
      async (rows, parts, pieceBytes) => {
        const text = rows.map((value) => JSON.stringify(value)).join('\n');
        const divided = ndjsonPartitions(inputOf(text, pieceBytes), { parts });
        const read = await Promise.all(divided.map((part) => readAll(part)));
        expect(read.flat()).toEqual(rows.map((value) => JSON.parse(JSON.stringify(value))));
      },
    ),
    { numRuns: 20 },
  );
});

test('goes on after any page', async () => {
  const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, text: 'ü'.repeat(id % 70) }));
  const text = rows.map((value) => `${JSON.stringify(value)}\r\n`).join('');
  const parts = ndjsonPartitions<{ id: number }>(inputOf(text), { parts: 3 });
  expect(parts.map(({ name }) => name)).toEqual(['1 of 3', '2 of 3', '3 of 3']);
  for (const part of parts) {
    const whole = await readAll(part);
    let seen = 0;
    for await (const { items, next } of part.read(undefined, context)) {
      seen += items.length;
      if (next !== undefined) expect(await readAll(part, next)).toEqual(whole.slice(seen));
    }
    expect(seen).toBe(whole.length);
  }
});

test('a line that is no JSON is named by its place, or becomes an item that fails by itself', async () => {
  const input = inputOf('{"id":1}\n\nnonsense\n{"id":2}');
  const [part] = ndjsonPartitions(input);
  await expect(readAll(part!)).rejects.toThrow('The line at byte 10 of rows.ndjson is no JSON.');
  const [lenient] = ndjsonPartitions<unknown>(input, { onMalformed: (text) => text });
  expect(await readAll(lenient!)).toEqual([{ id: 1 }, 'nonsense', { id: 2 }]);
});

test('a byte order mark is none of the first line', async () => {
  const [part] = ndjsonPartitions<{ id: number }>(inputOf('\uFEFF{"id":1}\r\n{"id":2}\r\n'));
  expect(part && (await readAll(part))).toEqual([{ id: 1 }, { id: 2 }]);
});

test('begins behind a byte order mark', async () => {
  const [part] = ndjsonPartitions(inputOf('\uFEFF{"id":1}\n{"id":2}\n'));
  expect(await readAll(part!)).toEqual([{ id: 1 }, { id: 2 }]);
});
