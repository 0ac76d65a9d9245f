import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { readPages, workspace, type Page } from './pages.ts';

const pages = readPages();

test('every relative link leads to a file, and its anchor to a heading', () => {
  expect(pages.flatMap((page) => linksOf(page).filter((link) => !resolves(page, link)))).toEqual([]);
});

test('every path in code font is there, from the page, its sources or the root', () => {
  expect(pages.flatMap((page) => pathsOf(page).filter((path) => !isThere(page, path)))).toEqual([]);
});

function linksOf(page: Page): string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^https?:/.test(link));
}

function resolves(page: Page, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page.path : normalize(join(dirname(page.path), path));
  if (!existsSync(join(workspace, target))) return false;
  if (anchor === undefined) return true;
  const there = pages.find((other) => other.path === target);
  return there !== undefined && anchorsOf(there).includes(anchor);
}

// As GitHub makes them of headings.
function anchorsOf(page: Page): string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

// Only what begins like something of ours: `Postern/Batch` is a namespace of CloudWatch.
function pathsOf(page: Page): string[] {
  const paths = [...proseOf(page).matchAll(/`((?:\.{1,2}|[\w-]+)(?:\/[\w.-]+)+)`/g)].map(
    ([, path = '']) => path,
  );
  return paths.filter((path) => /^(src|apps|packages|tools|docs|graphql|golden|deploy)\//.test(path));
}

function isThere(page: Page, path: string): boolean {
  return [dirname(page.path), '.'].some((folder) => existsSync(join(workspace, folder, path)));
}

function proseOf(page: Page): string {
  return page.text.replace(/^```[^]*?^```$/gm, '');
}
