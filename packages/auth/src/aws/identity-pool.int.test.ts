import { startLocal, type Local } from '@postern/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  iamSource,
  identityPoolCredentials,
  userPoolLogin,
  userPoolSource,
  type IdentityPoolOptions,
} from '../index.ts';
import { webIdentity } from '../node.ts';

let nowMs = Date.now();
let local: Local;
beforeAll(async () => {
  local = await startLocal({
    schema: `
      type Post @model @auth(rules: [{ allow: public, provider: identityPool, operations: [read] }, { allow: private, provider: identityPool }]) {
        id: ID!
        text: String
      }`,
    users: [{ username: 'ann' }],
    now: () => nowMs,
  });
});
afterAll(() => local.close());

const ann = () =>
  userPoolSource({
    region: local.region,
    endpoint: local.cognitoEndpoint,
    userPoolId: local.userPoolId,
    ...local.clients.public,
    username: 'ann',
    password: local.users[0]?.password ?? '',
    now: () => nowMs,
  });
const options = (extra: Partial<IdentityPoolOptions> = {}): IdentityPoolOptions => ({
  region: local.region,
  identityPoolId: local.identityPoolId,
  endpoint: local.cognitoEndpoint,
  now: () => nowMs,
  ...extra,
});

async function call(source: ReturnType<typeof iamSource>, query: string): Promise<string> {
  const { graphqlEndpoint: url } = local;
  const body = JSON.stringify({ query });
  const headers = {
    ...(await source.headers({ url, method: 'POST', body })),
    'content-type': 'application/json',
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  const { errors } = (await response.json()) as { errors?: { errorType?: string }[] };
  return response.status === 200 ? (errors?.[0]?.errorType ?? 'ok') : `HTTP ${response.status}`;
}

const read = '{ listPosts { items { id } } }';
const write = 'mutation { createPost(input: { text: "x" }) { id } }';
const roles = { guest: 'unauthRole', user: 'authRole' } as const;
const kinds = {
  enhanced: () => ({}),
  basic: (who: 'guest' | 'user') => {
    const roleArn = `arn:aws:iam::000000000000:role/${roles[who]}`;
    return { basic: webIdentity({ roleArn, region: local.region, endpoint: local.url }) };
  },
};

for (const [kind, extra] of Object.entries(kinds)) {
  test(`a guest may what guests may, by the ${kind} flow`, async () => {
    const credentials = identityPoolCredentials(options(extra('guest')));
    const guest = iamSource({ region: local.region, credentials, now: () => nowMs });
    expect([await call(guest, read), await call(guest, write)]).toEqual(['ok', 'Unauthorized']);
  });

  test(`a user may what users may, by the ${kind} flow`, async () => {
    const credentials = identityPoolCredentials(options({ login: userPoolLogin(ann()), ...extra('user') }));
    const user = iamSource({ region: local.region, credentials, now: () => nowMs });
    expect([await call(user, read), await call(user, write)]).toEqual(['ok', 'ok']);
  });
}

test('credentials are asked for once, and again before they end', async () => {
  let times = 0;
  const get = identityPoolCredentials(options({ login: userPoolLogin(ann()) }));
  const credentials = () => ((times += 1), get());
  const user = iamSource({ region: local.region, credentials, now: () => nowMs });
  await Promise.all(Array.from({ length: 5 }, () => call(user, read)));
  expect(times).toBe(1);
  nowMs += 56 * 60_000;
  expect(await call(user, read)).toBe('ok');
  expect(times).toBe(2);
});

test('a guest who is remembered stays the same guest', async () => {
  let kept: string | undefined;
  const identity = {
    read: () => Promise.resolve(kept),
    write: (id: string) => Promise.resolve(void (kept = id)),
  };
  await identityPoolCredentials(options({ identity }))();
  const first = kept;
  await identityPoolCredentials(options({ identity }))();
  expect([first, kept]).toEqual([expect.stringContaining(':'), first]);
});

test('says why there are no credentials: no guests, an expired token, another pool, no way there', async () => {
  const closed = await startLocal({ schema: 'type Post @model { id: ID! }', guests: false });
  const noGuests = options({ identityPoolId: closed.identityPoolId, endpoint: closed.cognitoEndpoint });
  await expect(identityPoolCredentials(noGuests)()).rejects.toMatchObject({ code: 'sign-in-needed' });
  await closed.close();
  const old = await userPoolLogin(ann())();
  nowMs += 2 * 60 * 60_000;
  const expired = identityPoolCredentials(options({ login: () => Promise.resolve(old) }));
  await expect(expired()).rejects.toMatchObject({ code: 'session-expired' });
  const elsewhere = options({ identityPoolId: 'us-east-1:00000000-0000-0000-0000-000000000000' });
  await expect(identityPoolCredentials(elsewhere)()).rejects.toMatchObject({ code: 'not-found' });
  const nowhere = iamSource({
    region: local.region,
    credentials: identityPoolCredentials(options({ endpoint: 'http://127.0.0.1:1' })),
  });
  await expect(call(nowhere, read)).rejects.toMatchObject({ code: 'network' });
});

test('refuses an id that is none, by name', () => {
  expect(() => identityPoolCredentials(options({ identityPoolId: 'nope' }))).toThrow(
    'identityPoolId is "nope"',
  );
});
