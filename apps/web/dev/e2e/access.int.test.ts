import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readProject } from '../project.ts';
import { accessibilityProblems } from './test-support/accessibility.ts';
import { openBrowser, visit } from './test-support/browser.ts';
import { findChromium, noChromium } from './test-support/find-chromium.ts';
import { startConsole, type TestConsole } from './test-support/start-console.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)(chromium ? 'access' : noChromium, () => {
  let console: TestConsole;
  let browser: Browser;
  beforeAll(async () => {
    [console, browser] = await Promise.all([startConsole({ sampleOwner: 'alice' }), openBrowser(chromium!)]);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
  });

  test.for([
    ['admin', 'ListBatchOperations', 'yes'],
    ['admin', 'ProcessBatch', 'no Only for BatchProcessor. You are in Admin.'],
    ['batch', 'ProcessBatch', 'yes'],
    ['alice', 'UpdateItem', 'depends Depends on the record.'],
    ['alice', 'ListBatchOperations', 'no Only for Admin, BatchProcessor. You are in no group.'],
  ] as const)('tells %s about %s: %s', async ([username, operation, answer]) => {
    const { page, signIn, complaints } = await visit(browser, `${console.pageUrl}#access`);
    await signIn(console.user(username));
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: operation }) });
    const text = await row.first().locator('.you').innerText();
    expect(text.replace(/[✓✕~]/, '').replace(/\s+/g, ' ').trim()).toBe(answer);
    expect(complaints).toEqual([]);
  });

  test('shows runs to an administrator, and why not to a user without groups', async () => {
    const admin = await visit(browser, `${console.pageUrl}#runs`);
    await admin.signIn(console.user('admin'));
    const table = admin.page.getByRole('table', { name: 'Runs' });
    await expect.poll(() => table.getByRole('row').count()).toBe(1 + 2);
    expect(await accessibilityProblems(admin.page)).toEqual([]);
    const alice = await visit(browser, `${console.pageUrl}#runs`);
    await alice.signIn(console.user('alice'));
    await alice.page
      .getByText('Runs are closed to you: Only for Admin, BatchProcessor. You are in no group.')
      .waitFor();
    expect(await alice.page.getByRole('table').count()).toBe(0);
    expect([...admin.complaints, ...alice.complaints]).toEqual([]);
  });

  test('shows a field that may not be read apart from one that is empty', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'postern-web-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const schemaFile = join(folder, 'schema.graphql');
    const schema = await readFile((await readProject()).schemaFile, 'utf8');
    const onlyAdmins = 'metadata: AWSJSON @auth(rules: [{ allow: groups, groups: ["Admin"] }])';
    expect(schema).toContain('metadata: AWSJSON');
    await writeFile(schemaFile, schema.replace('metadata: AWSJSON', onlyAdmins));
    const strict = await startConsole({ schemaFile });
    onTestFinished(() => strict.close());
    strict.local.seed('Item', [{ id: '1', name: 'Guarded', status: 'PENDING', metadata: '{"a":1}' }]);
    const { page, signIn } = await visit(browser, strict.pageUrl);
    await signIn(strict.user('batch'));
    const row = page.getByRole('row').filter({ hasText: 'Guarded' });
    expect(await row.locator('.field-metadata').innerText()).toContain('not allowed');
    expect(await row.locator('.field-lastProcessedAt').innerText()).not.toContain('not allowed');
  });
});
