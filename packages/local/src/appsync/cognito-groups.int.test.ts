import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../realtime/test-support/live.ts';
import { startLocal, type TestBackend, type TestIdentity } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Query {
    admins: String @function(name: "text") @aws_cognito_user_pools(cognito_groups: ["Admin", "Root"])
    note: Note @function(name: "note") @aws_cognito_user_pools @aws_api_key
  }
  type Mutation {
    say: Note @function(name: "note") @aws_cognito_user_pools
  }
  type Subscription {
    said: Note @aws_subscribe(mutations: ["say"]) @aws_cognito_user_pools
    saidToAdmins: Note @aws_subscribe(mutations: ["say"]) @aws_cognito_user_pools(cognito_groups: ["Admin"])
  }
  type Note @aws_cognito_user_pools(cognito_groups: ["Admin"]) @aws_api_key {
    text: String
    title: String @aws_cognito_user_pools
    secret: String @aws_cognito_user_pools(cognito_groups: ["Root"])
  }
`;
let local: TestBackend;
beforeAll(async () => {
  local = await startLocal({
    schema,
    functions: () => ({
      text: () => 'text',
      note: () => ({ text: 'text', title: 'title', secret: 'secret' }),
    }),
  });
});
afterAll(() => local.close());

const see = async (somebody: TestIdentity) => {
  const { data, errors } = await somebody.ask('{ admins note { text title secret } }');
  return {
    ...(data as object),
    denied: errors.map(({ path, errorType }) => `${path?.join('.')} ${errorType}`),
  };
};

test('cognito_groups on fields and types lets in its groups, and nobody else of the pool', async () => {
  const as = async (...groups: string[]) => see(await local.asUser({ groups }));
  const denied = (...fields: string[]) => fields.map((field) => `${field} Unauthorized`);
  for (const stranger of [await as(), await as('admin', 'Admins'), await as('Admin,Root')]) {
    expect(stranger).toEqual({
      admins: null,
      note: { text: null, title: 'title', secret: null },
      denied: denied('admins', 'note.text', 'note.secret'),
    });
  }
  expect(await as('Admin')).toEqual({
    admins: 'text',
    note: { text: 'text', title: 'title', secret: null },
    denied: denied('note.secret'),
  });
  expect(await as('x', 'Root')).toMatchObject({ admins: 'text', note: { text: null, secret: 'secret' } });
  expect(await see(local.asKeyHolder())).toMatchObject({
    admins: null,
    note: { text: 'text', secret: null },
  });
});

test('so it does for subscribers', async () => {
  const [user, admin] = await Promise.all([local.asUser(), local.asUser({ groups: ['Admin'] })]);
  const proof = (somebody: TestIdentity) => somebody.headers({ body: '' });
  const live = await connect({ local }, await proof(user));
  const toAdmins = 'subscription { saidToAdmins { title } }';
  expect((await live.start('no', await proof(user), toAdmins)).type).toBe('error');
  expect((await live.start('admin', await proof(admin), toAdmins)).type).toBe('start_ack');
  const toAll = 'subscription { said { text title } }';
  expect((await live.start('all-admin', await proof(admin), toAll)).type).toBe('start_ack');
  expect((await live.start('all-user', await proof(user), toAll)).type).toBe('start_ack');
  await admin.ask('mutation { say { text title } }');
  const events = [await live.next(), await live.next(), await live.next()].sort((a, b) =>
    a.id! < b.id! ? -1 : 1,
  );
  expect(events).toMatchObject([
    { id: 'admin', payload: { data: { saidToAdmins: { title: 'title' } } } },
    { id: 'all-admin', payload: { data: { said: { text: 'text', title: 'title' } } } },
    { id: 'all-user', payload: { data: { said: { text: null, title: 'title' } } } },
  ]);
  await live.close();
});
