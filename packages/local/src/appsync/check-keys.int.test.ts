import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    kind: String @index(name: "byKind", sortKeyFields: ["day"])
    day: String
  }
  type Place @model @auth(rules: [{ allow: private }]) {
    country: String! @primaryKey(sortKeyFields: ["city"])
    city: String!
  }
`;
let local: TestBackend;
let ann: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema });
  ann = await local.asUser();
  await ann.ask('mutation { createNote(input: { id: "1", kind: "k", day: "1" }) { id } }');
});
afterAll(() => local.close());

const empty = 'cannot contain an empty string value.';

test.each([
  [
    'mutation { createNote(input: { id: null }) { id } }',
    'Type mismatch for key id expected: S actual: NULL',
  ],
  ['mutation { createNote(input: { id: "" }) { id } }', `${empty} Key: id`],
  ['mutation { updateNote(input: { id: "" }) { id } }', `${empty} Key: id`],
  ['mutation { deleteNote(input: { id: "" }) { id } }', `${empty} Key: id`],
  ['{ getNote(id: "") { id } }', `${empty} Key: id`],
  ['{ getPlace(country: "it", city: "") { city } }', `${empty} Key: city`],
  ['mutation { createPlace(input: { country: "", city: "x" }) { city } }', `${empty} Key: country`],
  ['mutation { createNote(input: { kind: "" }) { id } }', `${empty} IndexName: byKind, IndexKey: kind`],
  [
    'mutation { updateNote(input: { id: "1", day: "" }) { id } }',
    `${empty} IndexName: byKind, IndexKey: day`,
  ],
])('a key that DynamoDB would not take is refused in its words: %s', async (query, message) => {
  expect((await ann.ask(query)).errors).toMatchObject([
    { errorType: 'DynamoDB:DynamoDbException', message: expect.stringContaining(message) as string },
  ]);
});

test('nothing of it was written', async () => {
  const { data, errors } = await ann.ask(
    '{ listNotes { items { id kind day } } listPlaces { items { city } } }',
  );
  expect([data, errors]).toEqual([
    { listNotes: { items: [{ id: '1', kind: 'k', day: '1' }] }, listPlaces: { items: [] } },
    [],
  ]);
});
