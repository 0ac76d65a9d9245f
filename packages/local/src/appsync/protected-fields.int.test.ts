import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../realtime/test-support/live.ts';
import { startLocal, type TestBackend, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Person @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String
    salary: Int @auth(rules: [{ allow: groups, groups: ["Payroll"] }])
  }
`;
let local: TestBackend;
let payroll: TestUser;
let colleague: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema });
  payroll = await local.asUser({ groups: ['Payroll'] });
  colleague = await local.asUser();
  local.seed('Person', [{ id: '1', name: 'Ann', salary: 4711 }]);
});
afterAll(() => local.close());

test('a field that one may not read is null and an error, by get, list and alias', async () => {
  const { data, errors } = await colleague.ask(
    '{ getPerson(id: "1") { name salary } listPeople { items { pay: salary } } }',
  );
  expect(data).toEqual({ getPerson: { name: 'Ann', salary: null }, listPeople: { items: [{ pay: null }] } });
  expect(errors.map(({ path, errorType, message }) => [path?.join('.'), errorType, message])).toEqual([
    ['getPerson.salary', 'Unauthorized', 'Not Authorized to access salary on type Person'],
    ['listPeople.items.0.pay', 'Unauthorized', 'Not Authorized to access salary on type Person'],
  ]);
  expect((await payroll.ask('{ getPerson(id: "1") { salary } }')).data).toEqual({
    getPerson: { salary: 4711 },
  });
});

test('nor may one write it, not even to what it is', async () => {
  for (const salary of [4711, 1, null]) {
    const change = 'mutation ($salary: Int) { updatePerson(input: { id: "1", salary: $salary }) { id } }';
    expect((await colleague.ask(change, { salary })).errors).toMatchObject([
      { message: 'Unauthorized on [salary]' },
    ]);
  }
  const create = 'mutation { createPerson(input: { name: "x", salary: 1 }) { id } }';
  expect((await colleague.ask(create)).errors).toMatchObject([{ message: 'Unauthorized on [salary]' }]);
});

// The resolvers of AWS put filter and condition into the request as they are: whoever may list may ask.
test('as on AWS, a filter or condition may ask about it all the same', async () => {
  const list = 'query ($n: Int) { listPeople(filter: { salary: { gt: $n } }) { items { name } } }';
  expect((await colleague.ask(list, { n: 4710 })).data).toEqual({ listPeople: { items: [{ name: 'Ann' }] } });
  expect((await colleague.ask(list, { n: 4711 })).data).toEqual({ listPeople: { items: [] } });
});

test('subscribers are not told of it, and their filters do not see it', async () => {
  const proof = await colleague.headers({ body: '' });
  const live = await connect({ local }, proof);
  const listen = (id: string, filter: string) =>
    live.start(id, proof, `subscription { onUpdatePerson(filter: ${filter}) { name salary } }`);
  for (const filter of ['{ salary: { eq: 4711 } }', '{ salary: { gt: 0 } }', '{ salary: { in: [4711] } }']) {
    expect((await listen(filter, filter)).type).toBe('start_ack');
  }
  await listen('all', '{}');
  await payroll.ask('mutation { updatePerson(input: { id: "1", salary: 4711 }) { id name salary } }');
  expect(await live.next()).toMatchObject({
    id: 'all',
    payload: { data: { onUpdatePerson: { name: 'Ann', salary: null } } },
  });
  await live.close();
});
