import { expect, test } from 'vitest';
import { compileBlocks } from './compile.ts';
import { codeBlocks, readPages } from './pages.ts';

const blocks = readPages()
  .flatMap(codeBlocks)
  .filter(({ language, kind }) => language === 'ts' && kind !== 'generated');

test('every block of TypeScript compiles as it stands', { timeout: 600_000 }, () => {
  expect(compileBlocks(blocks)).toEqual([]);
  expect(blocks.length).toBeGreaterThan(20);
});
