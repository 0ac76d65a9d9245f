import { expect, test } from 'vitest';
import { startEverybody } from './test-support/everybody.ts';
import { findChromium } from './test-support/find-chromium.ts';
import { openPage } from './test-support/open-page.ts';
import { servePage } from './test-support/serve-page.ts';

const chromium = findChromium();

test.skipIf(!chromium)('aws-amplify in Chromium signs in by the pool’s own page, and out again', async () => {
  // The page has to be there before the backend can be told where it is.
  const known: { outputs?: object } = {};
  await using served = await servePage('redirect-page.ts', () => known.outputs ?? {});
  const api = await startEverybody({ callbackUrls: [served.url] });
  known.outputs = api.local.outputs();
  const [ann] = api.local.users;
  {
    await using opened = await openPage(api, chromium!, served.url);
    const { page } = opened;
    const call = (script: string): Promise<unknown> => page.evaluate(script).catch(() => undefined);
    await page.waitForFunction('typeof signInWithRedirect === "function"');
    expect(await call('who()')).toBeUndefined();
    await Promise.all([page.waitForURL(/^https:.*\/login\?/), call('signInWithRedirect()')]);
    await page.locator('input[name=username]').fill(ann?.username ?? '');
    await page.locator('input[name=password]').fill(ann?.password ?? '');
    await page.locator('button').first().click();
    await expect.poll(() => call('who()')).toBe('ann');
    await Promise.all([page.waitForURL(served.url), call('signOut()')]);
    await expect.poll(() => call('who()')).toBeUndefined();
  }
  await api.local.close();
});
