import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspaceSchema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';

const schema = `${workspaceSchema}
  type Note @model @auth(rules: [{ allow: public, provider: identityPool, operations: [read] }, { allow: private, provider: identityPool }]) {
    id: ID!
  }`;

let local: TestBackend;
beforeAll(async () => {
  local = await startLocal({ schema });
});
afterAll(() => local.close());

const list = '{ listItems { items { id name owner } } }';
const create =
  'mutation ($name: String!) { createItem(input: { name: $name, status: PENDING }) { id owner } }';
const denied = [{ errorType: 'Unauthorized' }];

describe('the test kit', () => {
  test('makes users with groups, each somebody of their own', async () => {
    const [ann, bob, admin] = await Promise.all([
      local.asUser({ username: 'ann' }),
      local.asUser(),
      local.asUser({ groups: ['Admin'] }),
    ]);
    const { data } = await ann.ask(create, { name: 'one' });
    expect(data).toMatchObject({ createItem: { owner: 'ann' } });
    expect((await bob.ask(list)).data).toEqual({ listItems: { items: [] } });
    expect((await admin.ask(list)).data).toMatchObject({ listItems: { items: [{ owner: 'ann' }] } });
    const again = await local.asUser({ username: 'ann' });
    expect(again).toMatchObject({ sub: ann.sub, password: ann.password });
    expect((await again.ask(list)).data).toMatchObject({ listItems: { items: [{ name: 'one' }] } });
  });

  test('makes machines, roles with a policy on exact fields, guests, key holders and nobodies', async () => {
    const machine = await local.asMachine({ scopes: ['items/read'] });
    // As AWS's resolvers have it: a machine's subject may own records, but its token has no name to fill in.
    expect((await machine.ask(list)).data).toEqual({ listItems: { items: [] } });
    expect((await machine.ask(create, { name: 'x' })).errors).toMatchObject(denied);
    const role = local.asRole({ fields: ['Query.getItem', 'Mutation.*'] });
    expect((await role.ask('{ getItem(id: "x") { id } }')).errors).toEqual([]);
    expect((await role.ask(create, { name: 'by role' })).errors).toEqual([]);
    expect((await role.ask(list)).errors).toMatchObject(denied);
    expect(() => local.asRole({ fields: ['Query.nothing'] })).toThrow(
      'The schema has no root field Query.nothing',
    );
    expect((await local.asRole({ fields: ['*'] }).ask(list)).errors).toEqual([]);
    const notes = '{ listNotes { items { id } } }';
    const make = 'mutation { createNote(input: {}) { id } }';
    const guest = local.asGuest();
    expect((await guest.ask(notes)).errors).toEqual([]);
    expect((await guest.ask(make)).errors).toMatchObject(denied);
    const signed = local.asSigned(await local.asUser());
    expect((await signed.ask(make)).errors).toEqual([]);
    expect((await local.asKeyHolder().ask(list)).errors).toMatchObject(denied);
    expect((await local.asNobody().ask(list)).status).toBe(401);
  });

  test('shows what Cognito would have sent, and moves the clock', async () => {
    await using own = await startLocal({ schema });
    const { clients, cognitoEndpoint } = own;
    await fetch(cognitoEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: JSON.stringify({
        ClientId: clients.public.clientId,
        Username: 'eve',
        Password: (await own.asUser()).password,
        UserAttributes: [{ Name: 'email', Value: 'eve@example.com' }],
      }),
    });
    expect(own.messages).toMatchObject([{ username: 'eve', purpose: 'sign-up' }]);
    const user = await own.asUser({ tokenUse: 'id', attributes: { email: 'x@example.com' } });
    expect((await user.ask(list)).status).toBe(200);
    own.advance(3_600_001);
    expect((await user.ask(list)).errors).toMatchObject([{ message: 'Token has expired.' }]);
  });

  test('runs many backends side by side that know nothing of each other', async () => {
    const backends = await Promise.all(Array.from({ length: 5 }, () => startLocal({ schema })));
    const users = await Promise.all(backends.map((backend) => backend.asUser({ username: 'same' })));
    await Promise.all(users.map((user, index) => user.ask(create, { name: `n${index}` })));
    const seen = await Promise.all(users.map((user) => user.ask(list)));
    expect(
      seen.map(({ data }) => (data as { listItems: { items: unknown[] } }).listItems.items.length),
    ).toEqual([1, 1, 1, 1, 1]);
    const body = JSON.stringify({ query: list });
    const stranger = await fetch(backends[1]!.graphqlEndpoint, {
      method: 'POST',
      headers: await users[0]!.headers({ body }),
      body,
    });
    expect(stranger.status).toBe(401);
    await Promise.all(backends.map((backend) => backend.close()));
  });
});
