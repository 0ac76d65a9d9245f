import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApi, type Auth, type TestApi } from '../appsync/test-support/test-api.ts';
import { attach, connect, open, type Live } from './test-support/live.ts';

let api: TestApi;
let ahead = 0;
const lives: Live[] = [];

beforeAll(async () => {
  api = await startTestApi({
    users: [
      { username: 'ann' },
      { username: 'bob' },
      { username: 'admin', groups: ['Admin'] },
      { username: 'batch', groups: ['BatchProcessor'] },
    ],
    now: () => Date.now() + ahead,
  });
});
afterEach(async () => {
  for (const live of lives.splice(0)) await live.close();
});
afterAll(() => api.local.close());

async function live(auth: Auth): Promise<Live> {
  const opened = await connect(api, auth);
  lives.push(opened);
  return opened;
}

const create = (auth: Auth, input: object, selection = 'id name status owner metadata') =>
  api.ask(auth, `mutation ($input: CreateItemInput!) { createItem(input: $input) { ${selection} } }`, {
    input: { status: 'PENDING', ...input },
  });
const onCreate = 'subscription { onCreateItem { id name owner } }';
const names = (message: { payload?: { data?: Record<string, unknown> | null } }): unknown =>
  (message.payload?.data as { onCreateItem?: { name?: string } } | undefined)?.onCreateItem?.name;

describe('a connection', () => {
  test('is acknowledged with the time to wait for a sign of life, and gets one at once', async () => {
    const opened = await open(api, await api.as('ann'));
    lives.push(opened);
    const kept = once(opened.socket, 'message');
    opened.send({ type: 'connection_init' });
    expect(await opened.next()).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    });
    await kept;
    expect(opened.socket.protocol).toBe('graphql-ws');
  });

  test('takes its proof from the query as well, as older clients send it', async () => {
    const headers = Buffer.from(
      JSON.stringify({ ...(await api.as('ann')), host: new URL(api.local.url).host }),
    );
    const query = new URLSearchParams({ header: headers.toString('base64'), payload: 'e30=' });
    for (const path of ['/graphql', '/graphql/realtime']) {
      const url = `${api.local.url.replace('http', 'ws')}${path}?${query}`;
      const opened = await attach(api, new WebSocket(url, ['graphql-ws']));
      lives.push(opened);
      opened.send({ type: 'connection_init' });
      expect((await opened.next()).type).toBe('connection_ack');
    }
  });

  test('is opened by user pool token, API key and signature', async () => {
    const { apiKey, roles } = api.local;
    for (const auth of [await api.as('bob'), { 'x-api-key': apiKey }, api.signed(roles.functions)]) {
      await live(auth);
    }
  });

  test.each<[string, () => Auth | Promise<Auth>, object]>([
    ['nothing', () => ({}), { errorType: 'UnauthorizedException', errorCode: 401 }],
    [
      'a token that is none',
      () => ({ Authorization: 'x' }),
      { errorType: 'UnauthorizedException', errorCode: 401 },
    ],
    ['a wrong API key', () => ({ 'x-api-key': 'da2-x' }), { errorType: 'UnauthorizedException' }],
    [
      'a wrong secret key',
      () => api.signed({ ...api.local.roles.functions, secretAccessKey: 'x' }),
      { errorType: 'InvalidSignatureException', errorCode: 403 },
    ],
  ])('with %s is refused in the words of the protocol, and closed', async (_, auth, error) => {
    const opened = await open(api, await auth());
    const closed = once(opened.socket, 'close');
    expect(await opened.next()).toMatchObject({ type: 'connection_error', payload: { errors: [error] } });
    await closed;
  });

  test('needs the subprotocol of AppSync', async () => {
    const opened = await attach(api, new WebSocket(api.local.realtimeEndpoint));
    expect(await opened.next()).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'NoProtocolError', errorCode: 400 }] },
    });
  });

  test('anywhere else is refused with what there is', async () => {
    const socket = new WebSocket(`${api.local.url.replace('http', 'ws')}/elsewhere`, ['graphql-ws']);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 404');
  });

  test.each([
    ['{', 'unknown'],
    ['[]', 'unknown'],
    ['{"type":"start","id":"1"}', 'unknown'],
    ['{"type":"start","id":"1","payload":{"query":"subscription { x }"}}', 'unknown'],
    ['{"type":"ping"}', 'ping'],
    ['{"type":"__proto__"}', '__proto__'],
  ])('survives %s', async (message, what) => {
    const opened = await live(await api.as('ann'));
    opened.send(message);
    expect(await opened.next()).toMatchObject({
      type: 'error',
      payload: {
        errors: [
          {
            errorType: 'UnsupportedOperation',
            message: `${what} not supported through the realtime channel`,
          },
        ],
      },
    });
    expect((await opened.start('1', await api.as('ann'), onCreate)).type).toBe('start_ack');
  });
});

describe('a subscription', () => {
  test('delivers what happens until it is stopped', async () => {
    const ann = await api.as('ann');
    const opened = await live(ann);
    expect(await opened.start('s1', ann, onCreate)).toEqual({ id: 's1', type: 'start_ack' });
    await create(ann, { name: 'one' });
    await create(ann, { name: 'two' });
    const first = await opened.next();
    expect(first).toEqual({
      id: 's1',
      type: 'data',
      payload: { data: { onCreateItem: { id: expect.any(String) as string, name: 'one', owner: 'ann' } } },
    });
    expect(names(await opened.next())).toBe('two');
    opened.send({ type: 'stop', id: 's1' });
    expect(await opened.next()).toEqual({ id: 's1', type: 'complete' });
    await create(ann, { name: 'three' });
    opened.send({ type: 'stop', id: 's1' });
    expect(await opened.next()).toMatchObject({
      id: 's1',
      type: 'error',
      payload: { errors: [{ errorType: 'UnknownOperationError' }] },
    });
  });

  test('delivers what the mutation selected, by the names of the fields, and null for the rest', async () => {
    const admin = await api.as('admin');
    const opened = await live(admin);
    const query = `subscription S($f: ModelSubscriptionItemFilterInput) {
      made: onCreateItem(filter: $f) { ...F batchProcessed __typename } }
      fragment F on Item { id label: name metadata owner }`;
    await opened.start('s', admin, query, { f: { name: { beginsWith: 'sel' } } });
    await create(admin, { name: 'sel', metadata: '{"a":1}' }, 'key: id ...on Item { name } other: name');
    expect(await opened.next()).toMatchObject({
      type: 'data',
      payload: {
        data: {
          made: {
            id: expect.any(String) as string,
            label: 'sel',
            metadata: null,
            owner: null,
            batchProcessed: null,
            __typename: 'Item',
          },
        },
      },
    });
  });

  test('says so where the mutation left out what must not be null', async () => {
    const admin = await api.as('admin');
    const opened = await live(admin);
    await opened.start('s', admin, 'subscription { onCreateItem { id name } }');
    await create(admin, { name: 'bare' }, 'name');
    expect(await opened.next()).toMatchObject({
      type: 'data',
      payload: {
        data: { onCreateItem: null },
        errors: [
          {
            message: "Cannot return null for non-nullable type: 'ID' within parent 'Item' (/onCreateItem/id)",
          },
        ],
      },
    });
  });

  test('delivers each of the aliased mutations of a request, in order, and none that failed', async () => {
    const admin = await api.as('admin');
    const opened = await live(admin);
    await opened.start('s', admin, onCreate);
    await api.ask(
      admin,
      `mutation {
        a: createItem(input: { id: "al-1", name: "a", status: PENDING }) { id name owner }
        b: createItem(input: { id: "al-1", name: "b", status: PENDING }) { id name owner }
        c: createItem(input: { id: "al-2", name: "c", status: PENDING }) { id name owner }
      }`,
    );
    expect([names(await opened.next()), names(await opened.next())]).toEqual(['a', 'c']);
  });

  test('of updates and deletions hears of those, whoever makes them', async () => {
    const admin = await api.as('admin');
    const opened = await live(admin);
    await opened.start('u', admin, 'subscription { onUpdateItem { id name } }');
    await opened.start('d', admin, 'subscription { onDeleteItem { id } }');
    await create(admin, { id: 'ud', name: 'x' });
    const iam = api.signed(api.local.roles.functions, { at: new Date(Date.now() + ahead) });
    await api.ask(iam, 'mutation { updateItem(input: { id: "ud", name: "y" }) { id name } }');
    await api.ask(admin, 'mutation { deleteItem(input: { id: "ud" }) { id } }');
    expect(await opened.next()).toMatchObject({
      id: 'u',
      payload: { data: { onUpdateItem: { id: 'ud', name: 'y' } } },
    });
    expect(await opened.next()).toMatchObject({ id: 'd', payload: { data: { onDeleteItem: { id: 'ud' } } } });
  });

  test.each<[object, string[]]>([
    [{ name: { eq: 'f-one' } }, ['f-one']],
    [{ name: { beginsWith: 'f-' }, status: { in: ['FAILED'] } }, ['f-three']],
    [{ or: [{ name: { eq: 'f-one' } }, { status: { eq: 'FAILED' } }] }, ['f-one', 'f-three']],
    [{ and: [{ name: { contains: 'f-t' } }, { name: { ne: 'f-two' } }] }, ['f-three']],
    [{ name: { notIn: ['f-one'], notContains: 'w' } }, ['f-three']],
    [{ name: { between: ['f-a', 'f-p'] } }, ['f-one']],
  ])('with the filter %j delivers what passes it', async (filter, expected) => {
    const admin = await api.as('admin');
    const opened = await live(admin);
    const query = `subscription ($filter: ModelSubscriptionItemFilterInput) { onCreateItem(filter: $filter) { id name status } }`;
    await opened.start('s', admin, query, { filter });
    await opened.start('end', admin, 'subscription { onCreateBatchOperation { id } }');
    for (const [name, status] of [
      ['f-one', 'PENDING'],
      ['f-two', 'PENDING'],
      ['f-three', 'FAILED'],
    ]) {
      await create(admin, { name, status }, 'id name status');
    }
    await api.ask(
      admin,
      'mutation { createBatchOperation(input: { operationType: "t", status: RUNNING }) { id } }',
    );
    const got: unknown[] = [];
    for (let message = await opened.next(); message.id === 's'; message = await opened.next())
      got.push(names(message));
    expect(got).toEqual(expected);
  });

  test('is refused with what is wrong', async () => {
    const ann = await api.as('ann');
    const opened = await live(ann);
    const refused = async (query: string, variables?: object) => {
      const { type, payload } = await opened.start('x', ann, query, variables);
      expect(type).toBe('error');
      return payload?.errors?.[0];
    };
    expect(await refused('subscription { onCreateBatchOperation { id } }')).toEqual({
      errorType: 'Unauthorized',
      message: 'Not Authorized to access onCreateBatchOperation on type Subscription',
    });
    expect(await refused('subscription { nothing { id } }')).toMatchObject({
      message:
        "Validation error of type FieldUndefined: Field 'nothing' in type 'Subscription' is undefined @ 'nothing'",
    });
    expect(await refused('subscription {')).toMatchObject({
      errorType: 'MalformedHttpRequestException',
      message: 'Unable to parse GraphQL query.',
    });
    expect(await refused('{ listItems { items { id } } }')).toMatchObject({
      errorType: 'UnsupportedOperation',
      message: 'query not supported through the realtime channel',
    });
    expect(await refused('subscription ($o: String!) { onCreateItem(owner: $o) { id } }', {})).toMatchObject({
      message: "Variable 'o' has coerced Null value for NonNull type 'String!'",
    });
    await opened.start('same', ann, onCreate);
    expect((await opened.start('same', ann, onCreate)).payload?.errors).toMatchObject([
      { errorType: 'DuplicatedOperationError' },
    ]);
  });

  test('is refused as the 201st of a connection, until another one ends', async () => {
    const [opened, other] = [await live(await api.as('ann')), await live(await api.as('ann'))];
    const ann = await api.as('ann');
    for (let count = 0; count < 200; count += 1) {
      expect((await opened.start(`id-${count}`, ann, onCreate)).type).toBe('start_ack');
    }
    expect(await opened.start('one more', ann, onCreate)).toMatchObject({
      type: 'error',
      id: 'one more',
      payload: { errors: [{ errorType: 'MaxSubscriptionsReachedError' }] },
    });
    expect((await other.start('one more', ann, onCreate)).type).toBe('start_ack');
    opened.send({ id: 'id-7', type: 'stop' });
    expect((await opened.next()).type).toBe('complete');
    expect((await opened.start('one more', ann, onCreate)).type).toBe('start_ack');
  });

  test('over HTTP is told where to go', async () => {
    const { status, errors } = await api.ask(await api.as('ann'), onCreate);
    expect([status, errors]).toMatchObject([
      400,
      [
        {
          errorType: 'UnsupportedOperation',
          message: expect.stringContaining('/graphql/realtime') as string,
        },
      ],
    ]);
  });
});

describe('who hears of what', () => {
  test('an owner of their own records only, the groups of all', async () => {
    const [ann, bob, admin] = [await api.as('ann'), await api.as('bob'), await api.as('admin')];
    const [forAnn, forBob, forAdmin] = [await live(ann), await live(bob), await live(admin)];
    for (const [opened, auth] of [
      [forAnn, ann],
      [forBob, bob],
      [forAdmin, admin],
    ] as const) {
      expect((await opened.start('s', auth, onCreate)).type).toBe('start_ack');
    }
    await create(bob, { name: 'of bob' });
    await create(ann, { name: 'of ann' });
    await create(bob, { name: 'of bob again' });
    expect(names(await forAnn.next())).toBe('of ann');
    expect([names(await forBob.next()), names(await forBob.next())]).toEqual(['of bob', 'of bob again']);
    for (const expected of ['of bob', 'of ann', 'of bob again'])
      expect(names(await forAdmin.next())).toBe(expected);
  });

  test('a filter narrows what an owner hears, and never widens it', async () => {
    const [ann, bob] = [await api.as('ann'), await api.as('bob')];
    const opened = await live(ann);
    const query =
      'subscription ($f: ModelSubscriptionItemFilterInput) { onCreateItem(filter: $f) { id name owner } }';
    const f = { or: [{ owner: { eq: 'bob' } }, { name: { beginsWith: 'w' } }] };
    await opened.start('s', ann, query, { f });
    await create(bob, { name: 'w-bob' });
    await create(ann, { name: 'other' });
    await create(ann, { name: 'w-ann' });
    expect(names(await opened.next())).toBe('w-ann');
  });

  test('the owner argument takes one’s own name only', async () => {
    const [ann, bob] = [await api.as('ann'), await api.as('bob')];
    const opened = await live(ann);
    const query = 'subscription ($o: String) { onCreateItem(owner: $o) { id name owner } }';
    expect((await opened.start('s', ann, query, { o: 'bob' })).payload?.errors).toMatchObject([
      { errorType: 'Unauthorized' },
    ]);
    expect((await opened.start('s', ann, query, { o: 'ann' })).type).toBe('start_ack');
    await create(bob, { name: 'no' });
    await create(ann, { name: 'yes' });
    expect(names(await opened.next())).toBe('yes');
  });

  test('an event whose mutation did not select the owner reaches no owner', async () => {
    const ann = await api.as('ann');
    const opened = await live(ann);
    await opened.start('s', ann, onCreate);
    await create(ann, { name: 'unseen' }, 'id name');
    await create(ann, { name: 'seen' });
    expect(names(await opened.next())).toBe('seen');
  });

  test('each subscription of a connection is its own somebody', async () => {
    const [ann, admin] = [await api.as('ann'), await api.as('admin')];
    const opened = await live(ann);
    await opened.start('mine', ann, onCreate);
    await opened.start('all', admin, onCreate);
    await opened.start('iam', api.signed(api.local.roles.functions), onCreate);
    const key = await opened.start('key', { 'x-api-key': api.local.apiKey }, onCreate);
    expect(key.payload?.errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    await create(await api.as('bob'), { name: 'of bob' });
    expect([(await opened.next()).id, (await opened.next()).id]).toEqual(['all', 'iam']);
  });

  test('a token that has expired hears nothing more, and is told', async () => {
    const opened = await live(api.signed(api.local.roles.functions));
    const { AccessToken } = await api.tokens('admin');
    await opened.start('s', { Authorization: AccessToken }, onCreate);
    ahead += 3600_000;
    const { AccessToken: next } = await api.tokens('admin');
    await create({ authorization: next }, { name: 'late' });
    expect(await opened.next()).toMatchObject({
      id: 's',
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException' }] },
    });
  });
});

test('a thousand subscribers on one process all hear, and leave nothing behind', async () => {
  const { AccessToken } = await api.tokens('admin');
  const auth = { authorization: AccessToken };
  const all = await Promise.all(Array.from({ length: 100 }, () => connect(api, auth)));
  for (const opened of all)
    for (let index = 0; index < 10; index += 1) await opened.start(`s${index}`, auth, onCreate);
  await create(auth, { name: 'for all' });
  const heard = await Promise.all(
    all.map(async (opened) => {
      const messages = [];
      for (let index = 0; index < 10; index += 1) messages.push(names(await opened.next()));
      return messages;
    }),
  );
  expect(heard.flat().filter((name) => name === 'for all')).toHaveLength(1000);
  await Promise.all(all.map((opened) => opened.close()));
});

test('closing the backend closes its connections', async () => {
  const own = await startTestApi({ users: [{ username: 'ann' }] });
  const opened = await connect(own, await own.as('ann'));
  const closed = once(opened.socket, 'close');
  await own.local.close();
  await closed;
});
