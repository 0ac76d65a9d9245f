import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { csv } from './csv.ts';
import { ndjson } from './ndjson.ts';

const all = <Item>(items: AsyncIterable<Item>): Promise<Item[]> => Array.fromAsync(items);
const pieces = (...parts: (string | Uint8Array)[]) => Readable.from(parts);

describe('NDJSON', () => {
  test('is read line by line, with or without a last line feed, and with those of Windows', async () => {
    expect(await all(ndjson(pieces('{"a":1}\r\n\n{"a":', '2}\n{"a":3}')))).toEqual([
      { a: 1 },
      { a: 2 },
      { a: 3 },
    ]);
    expect(await all(ndjson(pieces()))).toEqual([]);
  });

  test('comes out as it went in, wherever its bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 1, max: 7 }),
        async (rows, size) => {
          const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
          const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          expect(await all(ndjson(pieces(...cut)))).toEqual(rows);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('names the line that is none, or makes an item of it', async () => {
    const text = '{"a":1}\n{"a":\n{"a":3}\n';
    await expect(all(ndjson(pieces(text), { name: 'rows.ndjson' }))).rejects.toMatchObject({
      code: 'source-malformed',
      message: 'Line 2 of rows.ndjson is no JSON.',
    });
    const onMalformed = (bad: string, line: number) => ({ bad, line });
    expect(await all(ndjson<unknown>(pieces(text), { onMalformed }))).toEqual([
      { a: 1 },
      { bad: '{"a":', line: 2 },
      { a: 3 },
    ]);
  });
});

describe('CSV', () => {
  test('is read by the names of its first line, quotes and byte order mark included', async () => {
    const file = join(temporaryFolder(), 'places.csv');
    writeFileSync(file, '\uFEFFname,note\n"Zürich, ZH","says ""hi"""\n\nBern,\n');
    expect(await all(csv(createReadStream(file)))).toEqual([
      { name: 'Zürich, ZH', note: 'says "hi"' },
      { name: 'Bern', note: '' },
    ]);
  });

  test.each([
    ['a row with too few fields', 'a,b\n1,2\n3\n', /rows\.csv is no CSV: .*line 3/],
    ['a row with too many fields', 'a,b\n1,2,3\n', /rows\.csv is no CSV: .*line 2/],
    ['a quote that is left open', 'a\n"1\n', /rows\.csv is no CSV/],
  ])('names %s', async (_, text, message) => {
    const rows = all(csv(pieces(text), { name: 'rows.csv' }));
    await expect(rows).rejects.toMatchObject({ code: 'source-malformed', message });
  });

  test('makes a row of one with too many or too few fields where it is told how', async () => {
    const text = 'a,b\n1,2\n"3\n3"\n4,5,6\n7,8\n';
    const onRagged = (fields: readonly string[], row: number) => ({ bad: fields.join('|'), row });
    expect(await all(csv(pieces(text), { onRagged }))).toEqual([
      { a: '1', b: '2' },
      { bad: '3\n3', row: 2 },
      { bad: '4|5|6', row: 3 },
      { a: '7', b: '8' },
    ]);
    const open = all(csv(pieces('a\n"1\n'), { name: 'rows.csv', onRagged }));
    await expect(open).rejects.toMatchObject({ code: 'source-malformed' });
  });

  test('passes on what goes wrong with the input itself', async () => {
    await expect(all(csv(createReadStream('/no/such/file')))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
