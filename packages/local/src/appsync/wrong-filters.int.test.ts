import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../realtime/test-support/live.ts';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
    size: Int
  }
`;
let local: TestBackend;
let ann: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema });
  ann = await local.asUser();
  local.seed('Note', [{ id: '1', text: 'one', size: 1 }]);
});
afterAll(() => local.close());

const lists = [
  '{ size: { between: null } }',
  '{ not: { and: [{ size: { between: [1] } }] } }',
  '{ text: { size: { between: [1, 2, 3] } } }',
];
const refused = [
  { errorType: 'InvalidArgumentsError', message: expect.stringContaining('exactly two elements') as string },
];

test.each(lists)('a filter or condition without what its operator needs is refused: %s', async (filter) => {
  expect((await ann.ask(`{ listNotes(filter: ${filter}) { items { id } } }`)).errors).toMatchObject(refused);
  const change = `mutation { updateNote(input: { id: "1" }, condition: ${filter}) { id } }`;
  expect((await ann.ask(change)).errors).toMatchObject(refused);
});

test('so is one of a subscription, and no event that comes afterwards is lost to others', async () => {
  const proof = await ann.headers({ body: '' });
  const live = await connect({ local }, proof);
  const start = (id: string, filter: string, variables?: object) =>
    live.start(
      id,
      proof,
      `subscription ($f: ModelSubscriptionNoteFilterInput) { onCreateNote(filter: ${filter}) { text } }`,
      variables,
    );
  for (const filter of [
    '{ text: { in: null } }',
    '{ size: { notIn: null } }',
    '{ or: [{ size: { between: [] } }] }',
  ]) {
    const message = await live.start(
      filter,
      proof,
      `subscription { onCreateNote(filter: ${filter}) { text } }`,
    );
    expect(message).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'InvalidArgumentsError' }] },
    });
  }
  let deep: object = { text: { eq: 'x' } };
  for (let levels = 0; levels < 2000; levels += 1) deep = { and: [deep] };
  await start('deep', '$f', { f: deep });
  await start('null', '$f', { f: null });
  await ann.ask('mutation { createNote(input: { text: "two" }) { text } }');
  const heard = [await live.next()];
  if (heard[0]?.id !== 'null') heard.push(await live.next());
  expect(heard).toContainEqual({
    id: 'null',
    type: 'data',
    payload: { data: { onCreateNote: { text: 'two' } } },
  });
  await live.close();
});
