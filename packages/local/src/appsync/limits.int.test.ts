import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Blog @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    title: String!
    posts: [Post] @hasMany(indexName: "byBlog", fields: ["id"])
  }
  type Post @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    blogId: ID @index(name: "byBlog")
    blog: Blog @belongsTo(fields: ["blogId"])
  }
  type Query {
    slow: String @function(name: "slow") @auth(rules: [{ allow: private }])
    quick: String @function(name: "echo") @auth(rules: [{ allow: private }])
  }
`;
const blogs = '{ listBlogs { items { title posts { items { id blog { title } } } } } }';

/** An API with two blogs, the second with two posts. */
async function withBlogs(options: object): Promise<{ local: TestBackend; ann: TestUser }> {
  const local = await startLocal({
    schema,
    functions: () => ({
      slow: () => new Promise<never>(() => undefined),
      echo: () => 'here',
    }),
    ...options,
  });
  const ann = await local.asUser({ username: 'ann' });
  local.seed('Blog', [
    { id: '1', title: 'one', owner: 'ann' },
    { id: '2', title: 'two', owner: 'ann' },
  ]);
  local.seed('Post', [
    { id: '3', blogId: '2', owner: 'ann' },
    { id: '4', blogId: '2', owner: 'ann' },
  ]);
  return { local, ann };
}

describe('introspection that is off', () => {
  let local: TestBackend;
  let ann: TestUser;
  beforeAll(async () => {
    ({ local, ann } = await withBlogs({ introspection: false }));
  });
  afterAll(() => local.close());

  test.each([
    ['{ __schema { types { name } } }', "Field 'types' in type '__Schema' is undefined @ '__schema/types'"],
    ['{ __type(name: "Blog") { name } }', "Field 'name' in type '__Type' is undefined @ '__type/name'"],
    [
      '{ ...F } fragment F on Query { a: __schema { queryType { name } } }',
      "Field 'queryType' in type '__Schema' is undefined @ '__schema/queryType'",
    ],
  ])('shows nobody the schema: %s', async (query, message) => {
    const { status, data, errors } = await ann.ask(query);
    expect({ status, data }).toEqual({ status: 200, data: null });
    expect(errors).toMatchObject([
      { path: null, message: `Validation error of type FieldUndefined: ${message}` },
    ]);
  });

  test('leaves __typename alone', async () => {
    const { data, errors } = await ann.ask('{ __typename listBlogs { __typename } __schema { __typename } }');
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ __typename: 'Query', listBlogs: { __typename: 'ModelBlogConnection' } });
  });
});

test('what is nested deeper than the limit is null and an error, and the rest is answered', async () => {
  const { local, ann } = await withBlogs({ queryDepthLimit: 4 });
  const { status, data, errors } = await ann.ask(
    '{ listBlogs { items { title posts { items { id } nextToken } } } }',
  );
  expect([status, errors.length]).toEqual([200, 2]);
  expect(errors[0]).toMatchObject({
    errorType: 'QueryDepthLimitReached',
    message: 'Query depth limit reached.',
  });
  const { items } = (data as { listBlogs: { items: { title: string; posts: unknown }[] } }).listBlogs;
  expect(items.map(({ title }) => title).sort()).toEqual(['one', 'two']);
  await local.close();
});

test('resolvers beyond the limit do not run', async () => {
  const { local, ann } = await withBlogs({ resolverCountLimit: 4 });
  // The list, and the posts of both blogs.
  expect((await ann.ask('{ listBlogs { items { title posts { items { id } } } } }')).errors).toEqual([]);
  expect((await ann.ask(blogs)).errors).toContainEqual(
    expect.objectContaining({
      errorType: 'ResolverExecutionLimitReached',
      message: 'Resolver invocation limit reached.',
    }),
  );
  const many = Array.from({ length: 5 }, (_, index) => `a${index}: createBlog(input: { title: "x" }) { id }`);
  const made = await ann.ask(`mutation { ${many.join(' ')} }`);
  expect(made.data).toMatchObject({ a3: { id: expect.any(String) as string }, a4: null });
  expect(made.errors).toMatchObject([{ path: ['a4'], errorType: 'ResolverExecutionLimitReached' }]);
  await local.close();
});

test('by default 10,000 resolvers run and not one more', async () => {
  const { local, ann } = await withBlogs({});
  local.seed(
    'Post',
    Array.from({ length: 5000 }, (_, index) => ({ id: `p${index}`, blogId: '1', owner: 'ann' })),
  );
  const query = `query ($limit: Int) {
    listPosts(limit: $limit) { items { blog { id } } }
    again: listPosts(limit: $limit) { items { blog { id } } }
  }`;
  expect((await ann.ask(query, { limit: 4999 })).errors).toEqual([]);
  const { errors } = await ann.ask(query, { limit: 5000 });
  expect(errors).toHaveLength(2);
  expect(errors).toMatchObject(Array(2).fill({ errorType: 'ResolverExecutionLimitReached' }));
  await local.close();
});

test('a request that takes too long is answered with what there is', async () => {
  const { local, ann } = await withBlogs({ requestLimitMs: 200 });
  expect(await ann.ask('{ slow quick }')).toMatchObject({
    status: 200,
    data: { slow: null, quick: 'here' },
    errors: [{ path: ['slow'], errorType: 'ExecutionTimeout', message: 'Execution timed out.' }],
  });
  await local.close();
});

test.each([
  [{ queryDepthLimit: 76 }, 'queryDepthLimit must be a whole number from 0 to 75; got 76.'],
  [{ resolverCountLimit: -1 }, 'resolverCountLimit must be a whole number from 0 to 10000; got -1.'],
  [{ requestLimitMs: 60_000 }, 'requestLimitMs must be a whole number from 1 to 30000; got 60000.'],
])('a limit that AppSync would not take is refused at the start: %j', async (options, message) => {
  await expect(startLocal({ schema, ...options })).rejects.toThrow(message);
});
