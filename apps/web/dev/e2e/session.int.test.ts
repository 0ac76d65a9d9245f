import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityProblems } from './test-support/accessibility.ts';
import { openBrowser, visit } from './test-support/browser.ts';
import { findChromium, noChromium } from './test-support/find-chromium.ts';
import { startConsole, type TestConsole } from './test-support/start-console.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)(chromium ? 'session' : noChromium, () => {
  let console: TestConsole;
  let browser: Browser;
  beforeAll(async () => {
    [console, browser] = await Promise.all([startConsole(), openBrowser(chromium!)]);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
  });

  test('signs in by keyboard alone, stays signed in over a reload, and signs out', async () => {
    const { page, complaints } = await visit(browser, console.pageUrl);
    const { username, password } = console.user('admin');
    await page.getByLabel('User name').waitFor();
    await page.keyboard.type(username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Items' }).waitFor();
    await expect.poll(() => page.getByRole('banner').innerText()).toContain('Admin');
    await page.reload();
    await page.getByRole('heading', { name: 'Items' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();
    await page.getByLabel('User name').waitFor();
    expect(complaints).toEqual([]);
  });

  test('says what is wrong with a wrong password and an unknown user, and lets one try again', async () => {
    const { page, signIn } = await visit(browser, console.pageUrl);
    await signIn({ username: 'admin', password: 'Not-the-password-1' });
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('Wrong user name or password.');
    await signIn({ username: 'nobody-we-know', password: 'Not-the-password-1' });
    await expect
      .poll(() => page.getByRole('alert').innerText())
      .toMatch(/^There is no such user\.|^Wrong user name/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await signIn(console.user('admin'));
    await page.getByRole('heading', { name: 'Items' }).waitFor();
  });

  test('lets a user who has to change the password choose one that the pool takes', async () => {
    const { page, signIn } = await visit(browser, console.pageUrl);
    const chosen = `${console.user('batch').password}-new`;
    const choose = async (password: string, again: string): Promise<void> => {
      await page.getByLabel('New password', { exact: true }).fill(password);
      await page.getByLabel('New password again').fill(again);
      await page.getByRole('button', { name: 'Set password and sign in' }).click();
    };
    await signIn(console.user('newcomer'));
    await page.getByText('newcomer has to choose a new password.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await choose(chosen, `${chosen}x`);
    await page.getByText('The two passwords are not the same.').waitFor();
    await choose('short', 'short');
    await page.getByText('The pool does not take this password').waitFor();
    await choose(chosen, chosen);
    await page.getByRole('heading', { name: 'Items' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn({ username: 'newcomer', password: chosen });
    await page.getByRole('heading', { name: 'Items' }).waitFor();
  });

  test('asks to sign in again when the session was ended elsewhere', async () => {
    const { page, signIn } = await visit(browser, console.pageUrl);
    await signIn(console.user('leaver'));
    await page.getByRole('heading', { name: 'Items' }).waitFor();
    const { cognitoEndpoint, region, userPoolId, roles } = console.local;
    const administrator = new CognitoIdentityProviderClient({
      endpoint: cognitoEndpoint,
      region,
      credentials: roles.admin,
    });
    await administrator.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: 'leaver' }),
    );
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    await signIn(console.user('leaver'));
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
  });

  test('says that the backend cannot be reached', async () => {
    const gone = await startConsole();
    const { page, signIn } = await visit(browser, gone.pageUrl);
    const user = gone.user('admin');
    await signIn(user);
    await page.getByText('There are no items here.').waitFor();
    await gone.local.close();
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByText('The API cannot be reached.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(user);
    await page.getByText('The user pool cannot be reached.').waitFor();
    await gone.closePage();
  });

  test('keeps everything secret out of the configuration that it serves', async () => {
    const text = await (await fetch(new URL('amplify_outputs.json', console.pageUrl))).text();
    const { users, clients, roles, apiKey } = console.local;
    const secrets = [
      ...users.map(({ password }) => password),
      clients.confidential.clientSecret,
      roles.functions.secretAccessKey,
      roles.admin.secretAccessKey,
      apiKey,
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toContain(clients.public.clientId);
  });
});
