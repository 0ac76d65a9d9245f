import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Live } from './realtime/test-support/live.ts';
import { startTestApi, workspaceSchema, type Auth, type TestApi } from './appsync/test-support/test-api.ts';

// Whatever anybody sends, the server answers, without a failure of its own and without what is somebody else's.
const requests = 10_000;
const atOnce = 16;
const marker = `secret-${randomUUID()}`;
// What JavaScript says of a mistake of ours.
const mishap = /is not iterable|is not a function|Cannot read propert|Cannot convert/;
const seed = Date.now() & 0x7fffffff;
let api: TestApi;
let proofs: Record<string, string>[];

beforeAll(async () => {
  api = await startTestApi({
    schema: `${workspaceSchema}
      type Diary @model @auth(rules: [{ allow: owner }]) {
        owner: String! @primaryKey(sortKeyFields: ["day"])
        day: String!
        kind: String @index(name: "byKind", sortKeyFields: ["day"], queryField: "diariesByKind")
        text: String
      }`,
    users: [{ username: 'victim' }, { username: 'mallory', groups: ['Readers'] }],
    callbackUrls: ['http://127.0.0.1/'],
  });
  const victim = await api.as('victim');
  const create =
    'mutation ($m: String!) { createItem(input: { id: "1", name: $m, status: PENDING }) { id } }';
  expect((await api.ask(victim, create, { m: marker })).errors).toEqual([]);
  const diary =
    'mutation ($m: String!) { createDiary(input: { owner: "victim", day: "1", kind: "k", text: $m }) { day } }';
  expect((await api.ask(victim, diary, { m: marker })).errors).toEqual([]);
  proofs = [
    {},
    { authorization: 'x' },
    { 'x-api-key': api.local.apiKey },
    (await api.as('mallory')) as Record<string, string>,
  ];
});
afterAll(() => api.local.close());

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '__proto__',
    'constructor',
    '1',
    'victim',
    '*',
    '%',
    "' OR 1=1 --",
    -1,
    1e308,
    [],
    {},
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
);
const word = fc.constantFrom(
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ':',
    '$',
    '!',
    '...',
    'on',
    'Item',
    'Diary',
    'query',
    'mutation',
    'subscription',
  ],
  ...[
    'getItem',
    'listItems',
    'itemsByStatus',
    'listDiaries',
    'getDiary',
    'diariesByKind',
    'updateItem',
    'deleteItem',
  ],
  ...[
    'createItem',
    'listBatchOperations',
    'items',
    'id',
    'name',
    'owner',
    'text',
    'nextToken',
    'limit',
    'filter',
  ],
  ...[
    'id:"1"',
    'owner:"victim"',
    'day:"1"',
    'day:{eq:"1"}',
    'kind:"k"',
    'status:PENDING',
    'limit:1000',
    'input:{id:"1"}',
  ],
  ...[
    'input:{id:"1",owner:"mallory"}',
    'filter:{name:{ne:""}}',
    'filter:{or:[{id:{eq:"1"}}]}',
    'condition:{}',
    '__typename',
  ],
  ...[
    'fragment F on Item',
    '...F',
    '@include(if:true)',
    '"""',
    '#',
    '\u0000',
    'sortDirection:DESC',
    'a:',
    'b:',
  ],
);
const garbled = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));
// Queries that are right but for a value or two.
const shaped = fc
  .tuple(
    fc.constantFrom(
      'query ($a: ID!) { getItem(id: $a) { id name owner } }',
      'query ($a: String!) { getDiary(owner: $a, day: "1") { text } }',
      'query ($a: ModelItemFilterInput) { listItems(limit: 1000, filter: $a) { items { name } nextToken } }',
      'query ($a: String) { listItems(nextToken: $a) { items { name } } }',
      'query ($a: String) { listDiaries(owner: $a) { items { text } } }',
      'query ($a: ModelStringKeyConditionInput) { diariesByKind(kind: "k", day: $a) { items { text } } }',
      'query ($a: ItemStatus!) { itemsByStatus(status: $a, limit: 1000) { items { name } } }',
      'mutation ($a: UpdateItemInput!) { updateItem(input: $a) { name owner } }',
      'mutation ($a: DeleteItemInput!) { deleteItem(input: $a) { name } }',
      'mutation ($a: ModelItemConditionInput) { updateItem(input: { id: "1" }, condition: $a) { name } }',
      'mutation ($a: CreateItemInput!) { createItem(input: $a) { name } }',
    ),
    fc.oneof(
      nasty,
      fc.constantFrom<unknown>(
        'victim',
        { id: '1' },
        { id: '1', owner: 'mallory' },
        { owner: { eq: 'victim' } },
        'PENDING',
      ),
      fc.dictionary(
        fc.constantFrom('id', 'name', 'owner', 'status', 'and', 'or', 'not', '__proto__', 'eq', 'between'),
        nasty,
      ),
    ),
  )
  .map(([query, a]) => JSON.stringify({ query, variables: { a } }));
const graphqlBody = fc.oneof(
  { weight: 5, arbitrary: shaped },
  { weight: 3, arbitrary: garbled.map((query) => JSON.stringify({ query })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ query: nasty, variables: nasty, operationName: nasty })
      .map((body) => JSON.stringify(body)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

interface Sent {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function send(all: readonly Sent[]): Promise<void> {
  const queue = [...all];
  const worker = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { path, method = 'POST', headers = {}, body } = next;
      const { statusCode, body: answer } = await request(`${api.local.url}${path}`, {
        method,
        headers,
        body: body ?? null,
      });
      const text = await answer.text();
      if (statusCode >= 500 || text.includes(marker) || mishap.test(text)) {
        throw new Error(`seed ${seed}: ${statusCode} for ${JSON.stringify(next)}: ${text}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const sample = <Value>(arbitrary: fc.Arbitrary<Value>): Value[] =>
  fc.sample(arbitrary, { numRuns: requests, seed });
const patience = 300_000;

test('AppSync', { timeout: patience }, async () => {
  const sent = fc.tuple(graphqlBody, fc.nat({ max: 3 })).map(([body, who]) => ({
    path: '/graphql',
    headers: proofs[who]!,
    body,
  }));
  await send(sample(sent));
  const { data } = await api.ask(await api.as('victim'), '{ getItem(id: "1") { name owner } }');
  expect(data).toEqual({ getItem: { name: marker, owner: 'victim' } });
});

test('Cognito, the identity pool and STS', { timeout: patience }, async () => {
  const key = fc.constantFrom(
    ...[
      'ClientId',
      'UserPoolId',
      'Username',
      'AuthFlow',
      'AuthParameters',
      'Session',
      'ChallengeName',
      'ChallengeResponses',
    ],
    ...[
      'AccessToken',
      'Password',
      'UserAttributes',
      'ConfirmationCode',
      'RefreshToken',
      'Token',
      'IdentityPoolId',
      'IdentityId',
    ],
    ...['Logins', 'UserCode', 'SecretHash', 'Secret', 'Scopes', 'Limit', 'NextToken', '__proto__'],
  );
  const action = fc.constantFrom(
    ...[
      'InitiateAuth',
      'RespondToAuthChallenge',
      'SignUp',
      'ConfirmSignUp',
      'ForgotPassword',
      'ConfirmForgotPassword',
    ],
    ...[
      'ResendConfirmationCode',
      'GetUser',
      'ChangePassword',
      'GlobalSignOut',
      'RevokeToken',
      'GetTokensFromRefreshToken',
    ],
    ...[
      'GetClientToken',
      'AssociateSoftwareToken',
      'VerifySoftwareToken',
      'SetUserMFAPreference',
      'UpdateUserAttributes',
    ],
    ...['VerifyUserAttribute', 'DeleteUser', 'AdminCreateUser', 'ListUsers', 'toString', '__proto__', ''],
  );
  const { clients, userPoolId, identityPoolId } = api.local;
  const value = fc.oneof(
    nasty,
    fc.constantFrom<unknown>(
      ...[
        clients.public.clientId,
        clients.confidential.clientId,
        userPoolId,
        identityPoolId,
        'victim',
        'mallory',
      ],
      ...[
        'USER_PASSWORD_AUTH',
        'USER_SRP_AUTH',
        'REFRESH_TOKEN_AUTH',
        'PASSWORD_VERIFIER',
        'NEW_PASSWORD_REQUIRED',
        'MFA_SETUP',
      ],
    ),
    fc.dictionary(
      fc.constantFrom(
        'USERNAME',
        'PASSWORD',
        'SRP_A',
        'SECRET_HASH',
        'REFRESH_TOKEN',
        'TIMESTAMP',
        '__proto__',
      ),
      nasty,
    ),
  );
  const input = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .dictionary(key, value, { maxKeys: 8 })
        .map((body) => JSON.stringify({ ClientId: clients.public.clientId, ...body })),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );
  const service = fc.constantFrom('AWSCognitoIdentityProviderService', 'AWSCognitoIdentityService');
  const rpc = fc
    .tuple(
      service,
      fc.oneof(action, fc.constantFrom('GetId', 'GetCredentialsForIdentity', 'GetOpenIdToken')),
      input,
    )
    .map(([to, name, body]): Sent => ({ path: '/', headers: { 'x-amz-target': `${to}.${name}` }, body }));
  const form = fc.dictionary(
    fc.constantFrom('Action', 'RoleArn', 'RoleSessionName', 'WebIdentityToken', 'DurationSeconds'),
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'GetCallerIdentity',
        'AssumeRoleWithWebIdentity',
        'arn:aws:iam::000000000000:role/authRole',
      ),
    ),
  );
  const sts = form.map((fields): Sent => ({
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }));
  await send(sample(fc.oneof({ weight: 6, arbitrary: rpc }, { weight: 1, arbitrary: sts })));
});

test('OAuth, and every other path', { timeout: patience }, async () => {
  const { clients } = api.local;
  const name = fc.constantFrom(
    ...[
      'client_id',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
      'code_challenge',
      'code_challenge_method',
      'code',
    ],
    ...[
      'grant_type',
      'client_secret',
      'refresh_token',
      'code_verifier',
      'username',
      'password',
      'token',
      'logout_uri',
    ],
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      clients.public.clientId,
      'http://127.0.0.1/',
      'code',
      'openid',
      'S256',
      'authorization_code',
      'client_credentials',
      'refresh_token',
      'victim',
    ),
  );
  const query = fc
    .dictionary(name, value, { maxKeys: 8 })
    .map((fields) => new URLSearchParams(fields).toString());
  const path = fc.oneof(
    fc.constantFrom(
      '/oauth2/authorize',
      '/login',
      '/oauth2/token',
      '/oauth2/userInfo',
      '/oauth2/revoke',
      '/logout',
      '/',
    ),
    fc.webPath(),
    fc.constantFrom(
      '//',
      '/%00',
      '/..%2f..%2fetc/passwd',
      '/%ff',
      '/.well-known/jwks.json',
      '/undefined/.well-known/jwks.json',
    ),
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS');
  const headers = fc.constantFrom<Record<string, string>>(
    {},
    { authorization: 'Basic Og==' },
    { authorization: 'Bearer x' },
  );
  const sent = fc.tuple(path, query, query, method, headers).map(([to, asked, body, how, given]): Sent => ({
    path: `${to}?${asked}`,
    method: how,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...given },
    ...(how === 'GET' ? {} : { body }),
  }));
  await send(sample(sent));
});

test('a WebSocket', { timeout: patience }, async () => {
  const mallory = await api.as('mallory');
  const heard: string[] = [];
  const connected = async () => {
    const live = await connect(api, mallory);
    live.socket.on('message', (data) => heard.push((data as Buffer).toString()));
    return live;
  };
  const operand = fc.oneof(
    nasty,
    fc.constantFrom<unknown>(null, [], [null], ['x'], ['a', 'b'], { eq: null }),
  );
  const operator = fc.constantFrom(
    'eq',
    'ne',
    'in',
    'notIn',
    'between',
    'contains',
    'beginsWith',
    'gt',
    'size',
  );
  const comparison = fc.oneof(fc.constant(null), fc.dictionary(operator, operand, { maxKeys: 2 }));
  const one = fc.dictionary(fc.constantFrom('id', 'name', 'status', 'createdAt'), comparison, { maxKeys: 2 });
  const connective = fc.dictionary(fc.constantFrom('and', 'or'), fc.array(fc.option(one), { maxLength: 3 }));
  const subscription = fc.oneof(one, connective).map((filter) => ({
    query:
      'subscription ($f: ModelSubscriptionItemFilterInput) { onCreateItem(filter: $f) { id name owner } }',
    variables: { f: filter },
  }));
  const message = fc.oneof(
    fc.string({ unit: 'binary' }),
    subscription.map((asked) => startOf(mallory, randomUUID(), asked)),
    fc
      .record({
        type: fc.oneof(nasty, fc.constantFrom('start', 'stop', 'connection_init')),
        id: nasty,
        payload: nasty,
      })
      .map((m) => JSON.stringify(m)),
    graphqlBody.map((data) =>
      JSON.stringify({
        type: 'start',
        id: randomUUID(),
        payload: { data, extensions: { authorization: mallory } },
      }),
    ),
  );
  const messages = sample(message).slice(0, requests / 5);
  // A connection takes 200 subscriptions, and each message may be one.
  const size = 150;
  const all: Live[] = [];
  for (let from = 0; from < messages.length; from += size) {
    const live = await connected();
    for (const text of messages.slice(from, from + size)) live.send(text);
    expect(await startLast(live, mallory)).toBe('start_ack');
    all.push(live);
  }
  const live = await connected();
  const change = 'mutation { updateItem(input: { id: "1", batchProcessed: true }) { id name owner } }';
  expect((await api.ask(await api.as('victim'), change)).errors).toEqual([]);
  live.send(startOf(mallory, 'probe', { query: 'subscription { onCreateItem { name owner } }' }));
  const until = async (type: string): Promise<void> => {
    for (let next = await live.next(); next.id !== 'probe' || next.type !== type;) next = await live.next();
  };
  await until('start_ack');
  await api.ask(
    mallory,
    'mutation { createItem(input: { name: "own", status: PENDING }) { id name owner } }',
  );
  // Whoever began last hears last.
  await until('data');
  // What was sent to the others before has come when they answer once more.
  for (const other of all) expect(await startLast(other, mallory)).toBe('start_ack');
  expect(heard.filter((text) => text.includes(marker) || text.includes('InternalFailure'))).toEqual([]);
  for (const each of [...all, live]) await each.close();
});

/** Starts a subscription and gives the answer to it, past whatever else is answered. */
async function startLast(live: Live, authorization: Auth): Promise<string | undefined> {
  const id = randomUUID();
  let next = await live.start(id, authorization, 'subscription { onUpdateItem { id name owner } }');
  while (next.id !== id || next.type === 'data') next = await live.next();
  return next.type;
}

function startOf(authorization: Auth, id: string, asked: object): string {
  const payload = { data: JSON.stringify(asked), extensions: { authorization } };
  return JSON.stringify({ type: 'start', id, payload });
}
