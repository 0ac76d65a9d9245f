import { expect, test } from 'vitest';
import { startLocal } from '../test-kit.ts';
import { connect } from './test-support/live.ts';

const schema = /* GraphQL */ `
  type Post @model @auth(rules: [{ allow: private }]) {
    id: ID!
    diaryId: ID @index(name: "byDiary")
    diary: Diary @belongsTo(fields: ["diaryId"])
    placeId: ID
    place: Place @hasOne(fields: ["placeId"])
  }
  type Diary @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
    posts: [Post] @hasMany(indexName: "byDiary", fields: ["id"])
  }
  type Place @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    secret: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])
  }
`;

test('a mutation shows subscribers nothing of related records that they may not read', async () => {
  await using local = await startLocal({ schema });
  const [ann, bob] = await Promise.all([
    local.asUser({ username: 'ann', groups: ['Admin'] }),
    local.asUser(),
  ]);
  local.seed('Diary', [{ id: 'd', text: 'dear diary', owner: ann.username }]);
  local.seed('Place', [{ id: 'p', name: 'Rome', secret: 'under the mat' }]);
  const proof = await bob.headers({ body: '' });
  const live = await connect({ local }, proof);
  const fields = 'id diary { id text } place { name secret }';
  await live.start('bob', proof, `subscription { onCreatePost { ${fields} } }`);
  const created = await ann.ask(
    `mutation { createPost(input: { id: "1", diaryId: "d", placeId: "p" }) { ${fields} } }`,
  );
  // As on AWS, not even the owner gets them from the mutation: a query does.
  const told = { id: '1', diary: null, place: { name: 'Rome', secret: null } };
  expect(created).toMatchObject({ data: { createPost: told }, errors: [] });
  expect(await live.next()).toMatchObject({ payload: { data: { onCreatePost: told } } });
  const asked = await ann.ask(`{ getPost(id: "1") { ${fields} } }`);
  expect(asked.data).toMatchObject({
    getPost: { diary: { text: 'dear diary' }, place: { secret: 'under the mat' } },
  });
  const renamed = await ann.ask(
    'mutation { updateDiary(input: { id: "d" }) { text posts { items { id } nextToken } } }',
  );
  expect(renamed.data).toMatchObject({
    updateDiary: { text: 'dear diary', posts: { items: [], nextToken: null } },
  });
  await live.close();
});
