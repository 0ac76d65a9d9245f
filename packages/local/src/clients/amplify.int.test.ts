import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApi } from '../appsync/test-support/test-api.ts';
import { visit, type Visit, type VisitSettings } from './test-support/amplify-visit.ts';
import { startEverybody, trust } from './test-support/everybody.ts';
import { findChromium } from './test-support/find-chromium.ts';
import { openPage } from './test-support/open-page.ts';
import { servePage } from './test-support/serve-page.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startEverybody();
  await trust(api);
});
afterAll(() => api.local.close());

// Through JSON, as an app gets it.
function settings(): VisitSettings {
  const { local } = api;
  const [ann] = local.users;
  const outputs = JSON.parse(JSON.stringify(local.outputs())) as VisitSettings['outputs'];
  return { outputs, username: ann?.username ?? '', password: ann?.password ?? '' };
}

const id = expect.any(String) as string;
const made = (title: string, owner: string | null) => ({ data: { createNote: { id, title, owner } } });
const heard = { data: { onCreateNote: { id, title: 'to hear' } } };
const expected: Visit = {
  guest: {
    listed: { data: { listNotes: { items: [] } } },
    created: { refused: 'Not Authorized to access createNote on type Mutation' },
  },
  created: {
    userPool: made('userPool', 'ann'),
    apiKey: made('apiKey', null),
    identityPool: made('identityPool', null),
  },
  heard: { userPool: heard, apiKey: heard, identityPool: heard },
  notForMe: {
    refused: expect.stringContaining('Not Authorized to access onCreatePlan on type Subscription') as string,
  },
  renewed: true,
  afterwards: { refused: 'User needs to be authenticated to call this API.' },
};

test('aws-amplify in Node: guest, sign-in, every auth mode, subscriptions over wss, renewal, sign-out', async () => {
  expect(await visit(settings())).toEqual(expected);
});

const chromium = findChromium();
test.skipIf(!chromium)('aws-amplify in Chromium does the same', async () => {
  await using served = await servePage('amplify-page.ts');
  await using opened = await openPage(api, chromium!, served.url);
  await opened.page.waitForFunction('typeof visit === "function"');
  expect(await opened.page.evaluate(`visit(${JSON.stringify(settings())})`)).toEqual({
    ...expected,
    guest: { ...expected.guest, listed: { data: { listNotes: { items: expect.any(Array) as object[] } } } },
  });
});
