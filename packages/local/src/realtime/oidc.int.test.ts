import { expect, test } from 'vitest';
import { startLocal } from '../test-kit.ts';
import { connect } from './test-support/live.ts';

const schema = /* GraphQL */ `
  type Note
    @model
    @auth(
      rules: [{ allow: owner, provider: oidc, identityClaim: "sub" }, { allow: groups, groups: ["Admin"] }]
    ) {
    id: ID!
    title: String
    owner: String
  }
`;

test('whoever an OIDC token names hears of their own records until the token ends', async () => {
  await using local = await startLocal({ schema });
  const [ann, bob] = await Promise.all(['ann', 'bob'].map((sub) => local.asOidc({ claims: { sub } })));
  const admin = await local.asUser({ groups: ['Admin'] });
  const proof = async (somebody = ann) => (await somebody?.headers({ body: '' })) ?? {};
  const live = await connect({ local }, await proof());
  const query = 'subscription ($owner: String) { onCreateNote(owner: $owner) { title } }';
  expect((await live.start('own', await proof(), query)).type).toBe('start_ack');
  expect((await live.start('bob', await proof(), query, { owner: 'bob' })).payload?.errors).toMatchObject([
    { errorType: 'Unauthorized' },
  ]);
  const create =
    'mutation ($title: String, $owner: String) { createNote(input: { title: $title, owner: $owner }) { title owner } }';
  expect((await bob?.ask(create, { title: 'of bob', owner: 'bob' }))?.errors).toEqual([]);
  expect((await ann?.ask(create, { title: 'of ann', owner: 'ann' }))?.errors).toEqual([]);
  expect(await live.next()).toMatchObject({
    id: 'own',
    payload: { data: { onCreateNote: { title: 'of ann' } } },
  });
  local.advance(3601_000);
  const later = await local.asUser({ username: admin.username });
  expect((await later.ask(create, { title: 'late', owner: 'ann' })).errors).toEqual([]);
  expect(await live.next()).toMatchObject({
    id: 'own',
    type: 'error',
    payload: { errors: [{ message: 'Token has expired.' }] },
  });
  await live.close();
});
