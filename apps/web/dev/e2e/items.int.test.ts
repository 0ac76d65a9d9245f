import { GetItem, ListItems, UpdateItem } from '@postern/graphql';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityProblems } from './test-support/accessibility.ts';
import { openBrowser, visit, type Visitor } from './test-support/browser.ts';
import { findChromium, noChromium } from './test-support/find-chromium.ts';
import { startConsole, type TestConsole } from './test-support/start-console.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)(chromium ? 'items' : noChromium, () => {
  let console: TestConsole;
  let browser: Browser;
  beforeAll(async () => {
    [console, browser] = await Promise.all([startConsole({ sampleOwner: 'alice' }), openBrowser(chromium!)]);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
  });

  const enter = async (username: string): Promise<Visitor> => {
    const visitor = await visit(browser, console.pageUrl);
    await visitor.signIn(console.user(username));
    await visitor.page.getByRole('heading', { name: 'Items' }).waitFor();
    return visitor;
  };
  const rows = (page: Page) => page.getByRole('table', { name: 'Items' }).getByRole('row');
  const loadAll = async (page: Page): Promise<void> => {
    const more = page.getByRole('button', { name: 'Load more items' });
    await rows(page).nth(1).waitFor();
    while (await more.isVisible()) {
      const before = await rows(page).count();
      await more.click();
      await expect.poll(() => rows(page).count()).toBeGreaterThan(before);
    }
  };
  const statusOf = async (id: string): Promise<string | undefined> =>
    (await console.api.request(GetItem, { id })).data.getItem?.status;

  test('shows an administrator all items, page after page, and those of a status', async () => {
    const { page, complaints } = await enter('admin');
    await expect.poll(() => rows(page).count()).toBe(1 + 25);
    await page.getByRole('button', { name: 'Load more items' }).click();
    await expect.poll(() => rows(page).count()).toBe(1 + 50);
    await page.getByRole('button', { name: 'Load more items' }).click();
    await expect.poll(() => rows(page).count()).toBe(1 + 60);
    expect(await page.getByRole('button', { name: 'Load more items' }).count()).toBe(0);
    await page.getByRole('combobox', { name: /^Show/ }).selectOption('FAILED');
    await expect.poll(() => rows(page).count()).toBe(1 + 9);
    expect(await page.locator('tbody .badge').allInnerTexts()).toEqual(Array(9).fill('FAILED'));
    expect(complaints).toEqual([]);
  });

  test('closes to an administrator what only BatchProcessor may, and says so to eye, mouse and screen reader', async () => {
    const { page, complaints } = await enter('admin');
    await page.getByLabel('Select all shown').check();
    const button = page.getByRole('button', { name: 'Complete 25 selected' });
    const reason = 'Only for BatchProcessor. You are in Admin.';
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('title')).toBe(reason);
    const note = page.locator(`[id="${await button.getAttribute('aria-describedby')}"]`);
    expect(await note.isVisible()).toBe(true);
    expect(await note.innerText()).toBe(reason);
    const calls: string[] = [];
    page.on('request', (request) => calls.push(request.postData() ?? ''));
    await button.focus();
    await page.keyboard.press('Enter');
    await button.click({ force: true });
    expect(calls).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('lets an administrator create an item, set its status and delete it, in the backend as well', async () => {
    const { page, complaints } = await enter('admin');
    await page.getByLabel('Name').fill('Zanzibar');
    await page.getByRole('button', { name: 'Create item' }).click();
    await page.getByText('Created “Zanzibar”.').waitFor();
    const { data } = await console.api.request(ListItems, {
      filter: { name: { eq: 'Zanzibar' } },
      limit: 1000,
    });
    const item = data.listItems?.items[0];
    expect(item).toMatchObject({ name: 'Zanzibar', status: 'PENDING' });
    expect(item?.owner).toBe('admin');
    const row = rows(page).filter({ hasText: 'Zanzibar' });
    expect(await row.locator('.field-owner').innerText()).toBe('admin');

    await page.getByLabel('New status of Zanzibar').selectOption('COMPLETED');
    await page.getByRole('button', { name: 'Set status of Zanzibar' }).click();
    await page.getByText('“Zanzibar” is COMPLETED now.').waitFor();
    expect(await row.locator('.field-status').innerText()).toBe('COMPLETED');
    expect(await statusOf(item!.id)).toBe('COMPLETED');

    await page.getByRole('button', { name: 'Delete Zanzibar' }).click();
    await page.getByRole('dialog', { name: 'Delete “Zanzibar”?' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await statusOf(item!.id)).toBe('COMPLETED');
    await page.getByRole('button', { name: 'Delete Zanzibar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted “Zanzibar”.').waitFor();
    expect(await row.count()).toBe(0);
    expect(await statusOf(item!.id)).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  test('does not overwrite a status that somebody else set in the meantime', async () => {
    const id = await console.makeItem({ id: '0-contested', name: 'Contested' });
    const { page } = await enter('admin');
    await page.getByRole('combobox', { name: /^Show/ }).selectOption('PENDING');
    const row = rows(page).filter({ hasText: 'Contested' });
    await loadAll(page);
    await console.api.request(UpdateItem, { input: { id, status: 'PROCESSING' } });
    await page.getByLabel('New status of Contested').selectOption('FAILED');
    await page.getByRole('button', { name: 'Set status of Contested' }).click();
    await page.getByText('changed by somebody else in the meantime: it is PROCESSING now.').waitFor();
    expect(await row.locator('.field-status').innerText()).toBe('PROCESSING');
    expect(await statusOf(id)).toBe('PROCESSING');
  });

  test('lets a batch processor complete the selected items, and tells which were not pending', async () => {
    const id = await console.makeItem({ id: '0-batched', name: 'Batched' });
    await console.makeItem({ id: '0-done', name: 'Done before', status: 'COMPLETED' });
    const { page, complaints } = await enter('batch');
    const button = page.getByRole('button', { name: /^Complete .*selected$/ });
    expect(await button.getAttribute('title')).toBeNull();
    await loadAll(page);
    await page.getByLabel('Select Batched').check();
    await page.getByLabel('Select Done before').check();
    await button.click();
    await page.getByText('1 completed. 1 not: The item is not there or not pending.').waitFor();
    await expect
      .poll(() => rows(page).filter({ hasText: 'Batched' }).locator('.field-status').innerText())
      .toBe('COMPLETED');
    expect(await statusOf(id)).toBe('COMPLETED');
    expect(complaints).toEqual([]);
  });

  test('shows a user without groups the own items only, with what their rights depend on', async () => {
    const { page, complaints } = await enter('alice');
    await expect.poll(() => rows(page).count()).toBeGreaterThan(1);
    const owners = await page.locator('.field-owner').allInnerTexts();
    expect(new Set(owners)).toEqual(new Set(['alice']));
    const create = page.getByRole('button', { name: 'Create item' });
    expect(await create.getAttribute('aria-disabled')).toBe('false');
    expect(await create.getAttribute('title')).toBe('Depends on the record.');
    await page.getByLabel('Name').fill('Of my own');
    await create.click();
    await page.getByText('Created “Of my own”.').waitFor();
    expect(await page.getByRole('button', { name: 'Complete selected' }).getAttribute('title')).toBe(
      'Only for BatchProcessor. You are in no group.',
    );
    expect(complaints).toEqual([]);
  });

  test('fits a phone without scrolling sideways', async () => {
    const { page, signIn } = await visit(browser, console.pageUrl, { width: 360, height: 740 });
    await signIn(console.user('admin'));
    for (const place of ['Items', 'Runs', 'Access']) {
      await page.getByRole('link', { name: place, exact: true }).click();
      await page.getByRole('heading', { name: place }).waitFor();
      await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(1);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });
});
