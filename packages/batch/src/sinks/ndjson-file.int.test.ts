import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { openNdjsonFile } from './ndjson-file.ts';

interface Row {
  readonly id: string;
}
const key = ({ id }: Row): string => id;

test('writes each item once, over restarts and whatever comes again', async () => {
  const file = join(temporaryFolder(), 'new/out.ndjson');
  const first = await openNdjsonFile<Row>({ file, key });
  await Promise.all([first.write([{ id: 'a' }, { id: 'b' }]), first.write([{ id: 'b' }, { id: 'c' }])]);
  await first.close();
  const second = await openNdjsonFile<Row>({ file, key });
  expect([second.size, second.has('b'), second.has('d')]).toEqual([3, true, false]);
  await second.write([{ id: 'c' }, { id: 'd' }]);
  await second.close();
  expect(readFileSync(file, 'utf8')).toBe('{"id":"a"}\n{"id":"b"}\n{"id":"c"}\n{"id":"d"}\n');
});

test('cuts off a line that a crash tore', async () => {
  const file = join(temporaryFolder(), 'out.ndjson');
  writeFileSync(file, '{"id":"a"}\n');
  appendFileSync(file, '{"id":"b');
  const sink = await openNdjsonFile<Row>({ file, key });
  expect([sink.has('a'), sink.has('b')]).toEqual([true, false]);
  await sink.write([{ id: 'b' }]);
  await sink.close();
  expect(readFileSync(file, 'utf8')).toBe('{"id":"a"}\n{"id":"b"}\n');
});

test('does not touch a file of something else', async () => {
  const file = join(temporaryFolder(), 'notes.txt');
  writeFileSync(file, 'dear diary\n');
  await expect(openNdjsonFile<Row>({ file, key })).rejects.toMatchObject({ code: 'source-malformed' });
  expect(readFileSync(file, 'utf8')).toBe('dear diary\n');
});

test('an item that is being written is waited for by whoever writes it again', async () => {
  const sink = await openNdjsonFile<Row>({ file: join(temporaryFolder(), 'out.ndjson'), key });
  const order: string[] = [];
  const first = sink.write([{ id: 'a' }]).then(() => order.push('first'));
  const second = sink.write([{ id: 'a' }]).then(() => order.push('second'));
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  await sink.close();
});
