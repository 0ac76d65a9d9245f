import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iamSource } from '../index.ts';
import { assumedRole, type AssumeRoleOptions } from '../node.ts';

// Against an STS that was not written for this: it verifies who asks, and the policy of the role is enforced.
let local: TestBackend;
beforeAll(async () => {
  local = await startLocal({
    schema: 'type Note @model @auth(rules: [{ allow: private, provider: identityPool }]) { id: ID! }',
    iamRoles: { reader: { fields: ['Query.*'] }, forGuests: { fields: ['*'], trusts: ['guests'] } },
  });
});
afterAll(() => local.close());

const role = (name: string, options: Partial<AssumeRoleOptions> = {}) =>
  assumedRole({
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    region: local.region,
    endpoint: local.url,
    credentials: () => Promise.resolve(local.roles.functions),
    ...options,
  });

async function ask(credentials: ReturnType<typeof assumedRole>, query: string) {
  const { graphqlEndpoint: url, region } = local;
  const body = JSON.stringify({ query });
  const headers = await iamSource({ region, credentials }).headers({ url, method: 'POST', body });
  const sent = { ...headers, 'content-type': 'application/json' };
  return (await (await fetch(url, { method: 'POST', headers: sent, body })).json()) as unknown;
}

test('an assumed role may call what its policy allows, and nothing else', async () => {
  const reader = role('reader');
  expect(await ask(reader, '{ listNotes { items { id } } }')).toEqual({ data: { listNotes: { items: [] } } });
  const denied = {
    data: { createNote: null },
    errors: [{ errorType: 'Unauthorized', path: ['createNote'] }],
  };
  expect(await ask(reader, 'mutation { createNote(input: {}) { id } }')).toMatchObject(denied);
});

test('the credentials of a role end when they were asked to', async () => {
  const { expiration, sessionToken } = await role('reader', { durationSeconds: 900 })();
  expect(sessionToken).toBeTypeOf('string');
  const secondsLeft = ((expiration?.getTime() ?? 0) - Date.now()) / 1000;
  expect(Math.round(secondsLeft / 60)).toBe(15);
});

test.each([
  ['that does not trust the caller', () => role('forGuests'), 'AccessDenied'],
  ['that there is not', () => role('nowhere'), 'AccessDenied'],
  [
    'by somebody with a wrong key',
    () => {
      const { accessKeyId } = local.roles.functions;
      return role('reader', {
        credentials: () => Promise.resolve({ accessKeyId, secretAccessKey: 'wrong' }),
      });
    },
    'SignatureDoesNotMatch',
  ],
])('a role %s is refused with what to check', async (_, made, name) => {
  await expect(made()()).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringMatching(
      new RegExp(`^Role arn:aws:iam::000000000000:role/\\w+ cannot be taken on \\(${name}\\)`),
    ) as string,
  });
});
