import { readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postern, temporaryFolder } from './test-support/postern.ts';

const workspace = join(import.meta.dirname, '../../..');
const pages = ['docs/access.md', 'docs/operations.md'];
const shown = pages.flatMap((page) => shownIn(page));

// What a page shows between one prompt and the next.
function shownIn(page: string) {
  const text = readFileSync(join(workspace, page), 'utf8');
  return [...text.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
    block
      .split(/^\$ pnpm postern /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...lines] = part.trimEnd().split('\n');
        return { page, command, output: lines.join('\n') };
      }),
  );
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  for (const path of ['postern.config.json', 'graphql', 'apps/functions/src', 'docs/examples/findings']) {
    const to = join(folder.path, path);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(workspace, path), to, {
      recursive: true,
      filter: (source) => !source.endsWith('node_modules'),
    });
  }
  const schema = await readFile(join(workspace, 'graphql/schema.graphql'), 'utf8');
  const viewers = '{ allow: groups, groups: ["Viewer"], operations: [read] }';
  const changed = schema
    .replace('{ allow: owner }', `{ allow: owner }\n${viewers}`)
    .replace('endTime:', 'endedAt:');
  await writeFile(join(folder.path, 'changed.graphql'), changed);
});
afterAll(() => folder[Symbol.asyncDispose]());

test.each(shown)('$page shows what postern $command prints', async ({ command, output }) => {
  const { stdout } = await postern(command.split(' '), { folder: folder.path });
  expect(stdout).toMatch(patternOf(output));
});

test('the docs show every command that they speak of', () => {
  expect(shown.map(({ command }) => command.split(' ')[0])).toEqual(
    expect.arrayContaining(['schema', 'can', 'policy', 'check', 'explain']),
  );
});

// A line of … stands for any lines, and … within a line for the rest of it.
function patternOf(output: string): RegExp {
  const lines = output.split('\n').map((line) => {
    if (line === '…') return '(?:.*\\n)*?';
    return `${line.split('…').map(literally).join('.*')}\\n`;
  });
  return new RegExp(`^${lines.join('')}$`);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
