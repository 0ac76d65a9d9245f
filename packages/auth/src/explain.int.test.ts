import { expand } from '@postern/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explain, userPoolSource, type Tokens } from './index.ts';
import { startTestBackend, type TestBackend } from './test-support/test-backend.ts';

const { access } = expand(`
  type Note @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin"] }]) { id: ID! }
  type Bill @model @auth(rules: [{ allow: owner, identityClaim: "email" }, { allow: private, provider: iam }]) { id: ID! }
  type Plan @model @auth(rules: [{ allow: groups, groups: ["Gold"], groupClaim: "custom:tier" }, { allow: public }]) { id: ID! }
`);
let backend: TestBackend;
let ann: Tokens;
let bob: Tokens;
beforeAll(async () => {
  backend = await startTestBackend();
  ann = await userPoolSource(backend.options('ann')).tokens();
  bob = await userPoolSource(backend.options('bob')).tokens();
});
afterAll(() => backend.close());

test('says what a token is and for how long', () => {
  const { userPoolId, clients } = backend.local;
  expect(explain(ann.accessToken, access, backend.nowMs)).toMatchObject({
    ...{ kind: 'access', username: 'ann', groups: ['Admin'], userPoolId, expired: false },
    clientId: clients.public.clientId,
    expiresAt: ann.expiresAt,
  });
  expect(explain(`Bearer ${ann.idToken}`)).toMatchObject({ kind: 'id', username: 'ann', groups: ['Admin'] });
  expect(explain(ann.idToken, access, ann.expiresAt).expired).toBe(true);
});

test('names the claims that the schema’s rules read and an access token lacks', () => {
  const { missing } = explain(ann.accessToken, access);
  expect(missing.map(({ claim, neededBy }) => [claim, neededBy])).toEqual([
    ['custom:tier', ['Plan']],
    ['email', ['Bill']],
  ]);
  expect(missing[1]?.advice).toContain("tokenUse: 'id'");
});

test('tells a user without groups from a token that cannot have the claim', () => {
  const claims = explain(bob.idToken, access).missing;
  expect(claims.map(({ claim }) => claim)).toEqual(['cognito:groups', 'custom:tier', 'email']);
  expect(claims[0]).toMatchObject({
    neededBy: ['Note'],
    advice: expect.stringContaining('in no group') as string,
  });
});

test('needs no schema, and is clear about what is no token', () => {
  expect(explain(bob.accessToken).missing).toEqual([]);
  expect(() => explain('not a token')).toThrow('This is no JSON web token');
});

test('knows which claims an ID token can bring, and which a trigger alone', () => {
  const rules = (...claims: string[]) => ({
    rows: claims.map((claim) => ({
      type: 'Bill',
      field: 'id',
      provider: 'userPools',
      strategy: 'owner',
      claim,
    })),
  });
  const adviceOf = (token: string, claim: string) => explain(token, rules(claim)).missing[0]?.advice;
  for (const token of [ann.accessToken, ann.idToken]) {
    expect(adviceOf(token, 'tenant')).toBe(
      'No user attribute has this name: only a pre token generation trigger can add tenant.',
    );
  }
  expect(adviceOf(ann.accessToken, 'custom:tier')).toMatch(/send the ID token.*trigger \(V2_0 or later\)\.$/);
  expect(adviceOf(ann.idToken, 'custom:tier')).toMatch(/^The user has no custom:tier/);
  expect(adviceOf(ann.accessToken, 'client_id')).toBeUndefined();
  expect(adviceOf(ann.idToken, 'client_id')).toBe(
    "Only access tokens have client_id: send the access token (tokenUse: 'access').",
  );
  expect(adviceOf(ann.idToken, 'username')).toBeUndefined();
  // What every object has is no claim.
  expect(adviceOf(ann.idToken, 'constructor')).toContain('only a pre token generation trigger');
});
