import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Post @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    shout(mark: String): String @function(name: "shout") @function(name: "twice")
    notes: [Note] @http(url: "http://127.0.0.1/notes")
  }
  type Note {
    text: String
    length: Int @function(name: "length")
  }
  type Query {
    note: Note @function(name: "note") @auth(rules: [{ allow: private }])
    remote: Note @http(url: "http://127.0.0.1/note") @auth(rules: [{ allow: private }])
    own: String @auth(rules: [{ allow: private }])
  }
`;
let local: TestBackend;
let ann: TestUser;
beforeAll(async () => {
  local = await startLocal({
    schema,
    functions: () => ({
      shout: ({ source, arguments: { mark } }) => `${(source as { title: string }).title}${String(mark)}`,
      twice: ({ prev }) => (prev as { result: string }).result.repeat(2),
      note: () => ({ text: 'four' }),
      length: ({ source, typeName, fieldName }) =>
        `${typeName}.${fieldName}` === 'Note.length' ? (source as { text: string }).text.length : -1,
    }),
  });
  local.seed('Post', [{ id: '1', title: 'hey' }]);
  ann = await local.asUser();
});
afterAll(() => local.close());

test('functions answer fields of any type, with the record that they are of', async () => {
  expect(await ann.ask('{ getPost(id: "1") { title shout(mark: "!") } note { text length } }')).toMatchObject(
    {
      data: { getPost: { title: 'hey', shout: 'hey!hey!' }, note: { text: 'four', length: 4 } },
      errors: [],
    },
  );
  const made = await ann.ask('mutation { createPost(input: { title: "ho" }) { shout(mark: "?") } }');
  expect(made).toMatchObject({ data: { createPost: { shout: 'ho?ho?' } }, errors: [] });
});

test.each([
  ['{ remote { text } }', '@http (Query.remote)'],
  ['{ own }', "A resolver of one's own (JavaScript or VTL), for Query.own,"],
  ['{ getPost(id: "1") { notes { text } } }', '@http (Post.notes)'],
])('what is not supported says so by name: %s', async (query, what) => {
  expect((await ann.ask(query)).errors).toMatchObject([
    { errorType: 'UnsupportedOperation', message: `${what} is not supported by the local backend.` },
  ]);
});
