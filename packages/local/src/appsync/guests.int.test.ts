import { expect, test } from 'vitest';
import { connect } from '../realtime/test-support/live.ts';
import { startLocal } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private, provider: identityPool }, { allow: private }]) {
    id: ID!
  }
  type Poster
    @model
    @auth(
      rules: [
        { allow: public, provider: identityPool, operations: [read] }
        { allow: private, provider: identityPool }
      ]
    ) {
    id: ID!
    title: String
  }
  type Query {
    hello: String @function(name: "hello") @auth(rules: [{ allow: private, provider: identityPool }])
  }
`;

test('a guest may call nothing that is for whoever is signed in, and reads what is for everybody', async () => {
  await using local = await startLocal({ schema, functions: () => ({ hello: () => 'hello' }) });
  local.seed('Note', [{ id: 'n' }]);
  local.seed('Poster', [{ id: 'p', title: 'Welcome' }]);
  const guest = local.asGuest();
  const signed = local.asSigned(await local.asUser());
  const forSignedIn = [
    '{ hello }',
    '{ getNote(id: "n") { id } }',
    '{ listNotes { items { id } } }',
    '{ a: hello b: listNotes { items { id } } }',
    'mutation { createNote(input: {}) { id } }',
    'mutation { updatePoster(input: { id: "p", title: "x" }) { id } }',
    'mutation { deletePoster(input: { id: "p" }) { id } }',
  ];
  for (const query of forSignedIn) {
    const { status, data, errors } = await guest.ask(query);
    expect([query, status, ...Object.values(data as object)]).toEqual([
      query,
      200,
      ...errors.map(() => null),
    ]);
    expect(errors.map(({ errorType }) => errorType)).toEqual(errors.map(() => 'Unauthorized'));
  }
  expect((await guest.ask('{ listPosters { items { title } } }')).data).toEqual({
    listPosters: { items: [{ title: 'Welcome' }] },
  });
  for (const query of forSignedIn) expect((await signed.ask(query)).errors).toEqual([]);
  const proof = (identity: typeof guest) => (body: string) => identity.headers({ body });
  const live = await connect({ local }, await local.asUser().then((user) => user.headers({ body: '' })));
  const started = await live.start('guest', proof(guest), 'subscription { onCreateNote { id } }');
  expect(started).toMatchObject({ type: 'error', payload: { errors: [{ errorType: 'Unauthorized' }] } });
  await live.close();
});
