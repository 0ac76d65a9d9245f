import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { flagsOf, help, helpFor, shownCommands } from './commands.ts';
import { readPages, workspace, type Page } from './pages.ts';

// A changelog may speak of what is gone, or was never there.
const pages = readPages().filter(({ path }) => path !== 'CHANGELOG.md');
const programs = [
  'local',
  'login',
  'logout',
  'whoami',
  'token',
  'call',
  'schema expand',
  'schema access',
  'schema diff',
  'check',
  'can',
  'policy',
];

// Of aws, cdk, docker, Node, Chromium and vitest, and of this workspace's own tools without a help.
const otherFlags = [
  '--check',
  '--endpoint-url',
  '--filter',
  '--help',
  '--ignore-certificate-errors-spki-list',
  '--import',
  '--outputs-file',
  '--max-old-space-size',
  '--read-only',
  '--version',
];

test('every command that a page shows takes the flags that it is shown with', async () => {
  const shown = pages.flatMap(shownCommands);
  const asked = shown.flatMap(({ page, text }) => {
    const words = helpFor(text);
    return words ? flagsOf(text).map((flag) => ({ page, text, flag, words })) : [];
  });
  const wrong: string[] = [];
  for (const { page, text, flag, words } of asked) {
    const known: string[] = (await help(words)).match(/--[a-z-]+/g) ?? [];
    if (!known.includes(flag) && !/ call /.test(text)) wrong.push(`${page}: ${text}: ${flag}`);
  }
  expect(wrong).toEqual([]);
  expect(asked.length).toBeGreaterThan(20);
});

test('every flag that a page speaks of exists', async () => {
  const commands = programs.map((program) => ['apps/cli/src/main.js', ...program.split(' ')]);
  const texts = await Promise.all(
    [...commands, ['apps/batch/src/main.ts'], ['apps/web/dev/dev.ts']].map(help),
  );
  const known = [...otherFlags, ...texts.flatMap(flagsOf)];
  const wrong = pages.flatMap((page) =>
    inlineCode(page).filter((code) => flagsOf(code).some((flag) => !known.includes(flag))),
  );
  expect(wrong).toEqual([]);
});

test('every command that a page shows is a program that a reader has', () => {
  const programs = new Set(['pnpm', 'npx', 'node', 'npm', 'cp', 'aws', 'docker', 'export', 'curl']);
  // A shell's assignment, and the rest of a command that goes over several lines.
  const shown = pages
    .flatMap(shownCommands)
    .filter(({ text }) => text !== '' && !/^(\w+=|['\-{])/.test(text));
  expect(shown.filter(({ text }) => !programs.has(text.split(' ')[0] ?? ''))).toEqual([]);
});

test('every script that a page calls is one of the workspace', () => {
  const { scripts } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const builtIn = ['exec', 'install', 'pack', 'publish', 'nx', '-r'];
  const called = pages.flatMap((page) => [
    ...inlineCode(page),
    ...shownCommands(page).map(({ text }) => text),
  ]);
  const words = called.map((text) => /^pnpm ([\w-]+)/.exec(text)?.[1]).filter((word) => word !== undefined);
  expect(words.filter((word) => !(word in scripts) && !builtIn.includes(word))).toEqual([]);
});

test('every benchmark has its row, and every one that a page calls is there', () => {
  const files = globSync('tools/bench/src/*.bench.ts', { cwd: workspace });
  const there = files.map((file) => basename(file, '.bench.ts')).sort();
  const readme = pages.find(({ path }) => path === 'tools/bench/README.md')?.text ?? '';
  expect([...readme.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name).sort()).toEqual(there);
  const calls = pages.flatMap((page) => [...page.text.matchAll(/pnpm bench((?: [a-z][\w-]*)+)/g)]);
  const called = calls.flatMap(([, names = '']) => names.trim().split(' '));
  expect(called.filter((name) => !there.includes(name))).toEqual([]);
});

test('every environment variable that a page names is read somewhere', () => {
  const files = globSync('{apps,packages,tools}/**/*.{ts,js,json}', {
    cwd: workspace,
    exclude: ['**/node_modules/**', '**/dist/**'],
  });
  const sources = files.map((file) => readFileSync(join(workspace, file), 'utf8')).join('\n');
  const named = pages.flatMap((page) =>
    inlineCode(page).filter((code) => /^[A-Z][A-Z0-9]+(_[A-Z0-9]+)+$/.test(code)),
  );
  expect([...new Set(named)].filter((name) => !sources.includes(name))).toEqual([]);
});

function inlineCode(page: Page): string[] {
  const prose = page.text.replace(/^```[^]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
