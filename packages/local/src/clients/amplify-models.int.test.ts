import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn } from 'aws-amplify/auth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../appsync/test-support/test-api.ts';
import { trust } from './test-support/everybody.ts';

const schema = /* GraphQL */ `
  type Post @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    title: String! @index(name: "byTitle", queryField: "postsByTitle", sortKeyFields: ["rank"])
    rank: Int
    mood: Mood
    comments: [Comment] @hasMany
  }
  type Comment @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    body: String
    post: Post @belongsTo
  }
  enum Mood {
    GOOD
    BAD
  }
  type Query {
    shout(text: String!): String @function(name: "shout") @auth(rules: [{ allow: private }])
  }
`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    schema,
    users: [{ username: 'ann' }],
    functions: () => ({ shout: ({ arguments: { text } }) => String(text).toUpperCase() }),
  });
  await trust(api);
  const { local } = api;
  Amplify.configure(local.outputs());
  const [ann] = local.users;
  await signIn({ username: ann?.username ?? '', password: ann?.password ?? '' });
});
afterAll(() => api.local.close());

// Typed by the schema in an app of the second generation; here by what the test looks at.
interface Answer {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors?: readonly { readonly message: string }[];
}
type Call = (input?: object, options?: object) => Promise<Answer>;
interface Client {
  readonly models: Record<string, Record<string, Call>>;
  readonly queries: Record<string, Call>;
}
const client = (): Client => generateClient() as unknown as Client;

test('generateClient().models creates, reads, finds by index, relates, changes and deletes', async () => {
  const { Post, Comment } = client().models;
  const { data: post } = await Post!.create!({ title: 'one', rank: 1, mood: 'GOOD' });
  expect(post).toMatchObject({ title: 'one', mood: 'GOOD', owner: 'ann' });
  await Comment!.create!({ body: 'nice', postCommentsId: post.id });
  expect((await Post!.get!({ id: post.id })).data.title).toBe('one');
  expect((await Post!.list!({ filter: { rank: { ge: 1 } } })).data).toHaveLength(1);
  expect((await Post!.postsByTitle!({ title: 'one', rank: { lt: 5 } })).data).toMatchObject([
    { id: post.id },
  ]);
  expect((await post.comments()).data).toMatchObject([{ body: 'nice' }]);
  const [comment] = (await Comment!.list!()).data as { post(): Promise<Answer> }[];
  expect((await comment!.post()).data).toMatchObject({ id: post.id });
  expect((await Post!.update!({ id: post.id, rank: 2 })).data.rank).toBe(2);
  expect((await Post!.delete!({ id: post.id })).data.id).toBe(post.id);
  expect((await Post!.list!()).data).toEqual([]);
});

test('generateClient().queries calls a function', async () => {
  expect((await client().queries.shout!({ text: 'hey' })).data).toBe('HEY');
});
