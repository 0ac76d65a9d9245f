import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuthorizerEvent } from './lambda-authorizer.ts';
import { outcome, startTestApi, type TestApi } from './test-support/test-api.ts';
import { connect } from '../realtime/test-support/live.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: custom, operations: [read, create] }, { allow: owner }]) {
    id: ID!
    title: String
    secret: String @auth(rules: [{ allow: owner }])
  }
  type Plan @model @auth(rules: [{ allow: owner }]) {
    id: ID!
  }
  type Query {
    who: String @function(name: "who") @auth(rules: [{ allow: custom }])
  }
`;
const arn = 'arn:aws:appsync:us-east-1:000000000000:apis/local';
const heard: AuthorizerEvent[] = [];
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    schema,
    users: [{ username: 'ann' }],
    functions: () => ({ who: ({ identity }) => JSON.stringify(identity) }),
    authorizer: (event) => {
      heard.push(event);
      if (event.authorizationToken === 'broken') throw new Error('no');
      if (event.authorizationToken === 'nonsense') return 'yes';
      return {
        isAuthorized: event.authorizationToken.startsWith('good'),
        resolverContext: { tenant: 'acme' },
        ...(event.authorizationToken === 'good-but'
          ? { deniedFields: [`${arn}/types/Query/fields/listNotes`, 'Note.title'] }
          : {}),
      };
    },
  });
});
afterAll(() => api.local.close());

const ask = (authorization: string, query: string, variables?: object) =>
  api.ask({ authorization }, query, variables);

test('lets in whom it lets in, to what custom rules allow', async () => {
  const create = 'mutation { createNote(input: { title: "t" }) { id title } }';
  expect(outcome(await ask('good', create))).toBe('ok');
  expect(outcome(await ask('good', '{ listNotes { items { title } } }'))).toBe('ok');
  expect(outcome(await ask('good', '{ listNotes { items { secret } } }'))).toBe('denied');
  expect(outcome(await ask('good', '{ listPlans { items { id } } }'))).toBe('denied');
  expect(outcome(await ask('good', 'mutation { deleteNote(input: { id: "x" }) { id } }'))).toBe('denied');
  expect((await ask('good', '{ who }')).data).toEqual({ who: '{"resolverContext":{"tenant":"acme"}}' });
});

test.each(['bad', 'broken', 'nonsense'])('keeps out %s', async (token) => {
  const { status, errors } = await ask(token, '{ who }');
  expect([status, errors]).toEqual([
    401,
    [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
  ]);
});

test('denies the fields that it names, by their names or ARNs', async () => {
  expect(outcome(await ask('good-but', '{ listNotes { items { id } } }'))).toBe('denied');
  const { data, errors } = await ask('good-but', 'mutation { createNote(input: {}) { id title } }');
  expect(data).toMatchObject({ createNote: { title: null } });
  expect(errors).toMatchObject([{ path: ['createNote', 'title'], errorType: 'Unauthorized' }]);
});

test('hears what is asked, and is not asked about tokens of the pool', async () => {
  heard.length = 0;
  await ask('good', 'query A($x: Int) { listNotes(limit: $x) { items { id } } }', { x: 1 });
  expect(heard).toMatchObject([
    {
      authorizationToken: 'good',
      requestContext: { accountId: '000000000000', variables: { x: 1 } },
      requestHeaders: { authorization: 'good' },
    },
  ]);
  expect((await api.ask(await api.as('ann'), '{ listPlans { items { id } } }')).errors).toEqual([]);
  expect((await ask('a.b.c', '{ who }')).status).toBe(401);
  expect(heard).toHaveLength(1);
});

test('lets in subscribers as well', async () => {
  const live = await connect(api, { Authorization: 'good' });
  const query = 'subscription { onCreateNote { id title } }';
  expect((await live.start('s', { Authorization: 'good' }, query)).type).toBe('start_ack');
  const fewer = { Authorization: 'good-but' };
  expect((await live.start('fewer', fewer, query)).type).toBe('start_ack');
  expect((await live.start('x', { Authorization: 'bad' }, query)).type).toBe('error');
  await ask('good', 'mutation { createNote(input: { title: "live" }) { id title } }');
  const [all, some] = [await live.next(), await live.next()];
  expect(all).toMatchObject({ id: 's', payload: { data: { onCreateNote: { title: 'live' } } } });
  expect(some).toMatchObject({ id: 'fewer', payload: { data: { onCreateNote: { title: null } } } });
  await live.close();
});
