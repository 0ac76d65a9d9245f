import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Post @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    title: String
      @validate(type: minLength, value: "3", errorMessage: "Too short.")
      @validate(type: maxLength, value: "5")
      @validate(type: matches, value: "a.*")
    size: Int @validate(type: gt, value: "3") @validate(type: lt, value: "6")
    rate: Float @validate(type: gte, value: "0.5") @validate(type: lte, value: "1.5")
    code: String @validate(type: startsWith, value: "x") @validate(type: endsWith, value: "y")
  }
`;
let local: TestBackend;
let ann: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema });
  ann = await local.asUser();
  await ann.ask('mutation { createPost(input: { id: "1" }) { id } }');
});
afterAll(() => local.close());

const say = (field: string, demand: string): string => `Field ${field} of type Post must ${demand}`;
const create = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { id } }';
const update = 'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { id } }';

test.each([
  [{ title: 'ab' }, 'Too short.'],
  [{ title: 'abcdef' }, say('title', 'have a maximum length of 5')],
  [{ title: 'bab' }, say('title', 'match a.*')],
  [{ size: 3 }, say('size', 'be greater than 3')],
  [{ size: 6 }, say('size', 'be less than 6')],
  [{ rate: 0.4 }, say('rate', 'be greater than or equal to 0.5')],
  [{ rate: 1.6 }, say('rate', 'be less than or equal to 1.5')],
  [{ code: 'y' }, say('code', 'start with x')],
  [{ code: 'xx' }, say('code', 'end with y')],
])('a value that @validate does not allow is refused in AWS’s words: %j', async (input, message) => {
  const { data, errors } = await ann.ask(create, { input });
  expect(data).toEqual({ createPost: null });
  expect(errors).toMatchObject([{ path: ['createPost'], errorType: null, message }]);
  expect((await ann.ask(update, { input: { id: '1', ...input } })).errors).toMatchObject([{ message }]);
});

test('others are taken, and so is none', async () => {
  const input = { title: 'abc', size: 4, rate: 1.5, code: 'xy' };
  expect((await ann.ask(create, { input })).errors).toEqual([]);
  const nothing = { id: '1', title: null, size: null, rate: null, code: null };
  expect((await ann.ask(update, { input: nothing })).errors).toEqual([]);
});

test('whoever may not write at all hears that first', async () => {
  const bob = await local.asUser();
  expect((await bob.ask(update, { input: { id: '1', title: '' } })).errors).toMatchObject([
    { errorType: 'Unauthorized' },
  ]);
});
