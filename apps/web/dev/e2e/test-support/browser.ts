import { chromium, type Browser, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** Starts Chromium so that it works in a container and calls nobody. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// aws-amplify warns of every user pool that is not at AWS, and the local one is not.
const customEndpoint = /Auth - You are using a custom Amazon (?:Amazon )?Cognito User Pool endpoint/;

/** Somebody in front of the page, with storage of their own. */
export interface Visitor {
  readonly page: Page;
  /** What the page wrote to the console as errors or warnings, and what it threw. */
  readonly complaints: string[];
  signIn(user: { readonly username: string; readonly password: string }): Promise<void>;
}

/** Opens the page for one test. */
export async function visit(
  browser: Browser,
  url: string,
  viewport = { width: 1280, height: 900 },
): Promise<Visitor> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'UTC' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !customEndpoint.test(text)) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return {
    page,
    complaints,
    async signIn({ username, password }) {
      await page.getByLabel('User name').fill(username);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
  };
}
