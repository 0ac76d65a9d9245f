import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Live } from '../realtime/test-support/live.ts';
import { startLocal, type TestBackend, type TestIdentity, type TestUser } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Vault @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    kind: String @index(name: "byKind", sortKeyFields: ["day"], queryField: "vaultsByKind")
    day: String
    text: String
    boards: [Board] @hasMany(indexName: "byVault", fields: ["id"])
  }
  type Board @model @auth(rules: [{ allow: private }]) {
    id: ID!
    vaultId: ID @index(name: "byVault")
    vault: Vault @belongsTo(fields: ["vaultId"])
    diaryOwner: String
    diaryDay: String
    diary: Diary @hasOne(fields: ["diaryOwner", "diaryDay"])
  }
  type Diary @model @auth(rules: [{ allow: owner }]) {
    owner: String! @primaryKey(sortKeyFields: ["day"])
    day: String!
    text: String
  }
  type Team @model @auth(rules: [{ allow: groups, groupsField: "team" }]) {
    id: ID!
    team: String
    text: String
  }
`;
// Whatever mallory does, this is not in any answer or event.
const marker = `secret-${randomUUID()}`;
let local: TestBackend;
let ann: TestUser;
let mallory: TestUser;
beforeAll(async () => {
  local = await startLocal({ schema });
  ann = await local.asUser({ username: 'ann', groups: ['red'] });
  mallory = await local.asUser({ username: 'mallory' });
  const ok = async (query: string): Promise<void> =>
    expect((await ann.ask(query, { t: marker })).errors).toEqual([]);
  await ok('mutation ($t: String) { createVault(input: { id: "v", kind: "k", day: "1", text: $t }) { id } }');
  await ok('mutation ($t: String) { createDiary(input: { owner: "ann", day: "1", text: $t }) { day } }');
  await ok('mutation ($t: String) { createTeam(input: { id: "t", team: "red", text: $t }) { id } }');
});
afterAll(() => local.close());

async function refusedTo(somebody: TestIdentity, query: string, variables?: object): Promise<void> {
  const { status, data, errors } = await somebody.ask(query, variables);
  const text = JSON.stringify([data, errors]);
  expect(text).not.toContain(marker);
  expect(status).toBeLessThan(500);
}

const vault = 'id kind day text owner createdAt boards { items { id } }';
const diary = 'owner day text';
const ways: readonly (readonly [way: string, query: string])[] = [
  ['get', `{ getVault(id: "v") { ${vault} } getDiary(owner: "ann", day: "1") { ${diary} } }`],
  ['list', `{ listVaults(limit: 1000) { items { ${vault} } } listDiaries { items { ${diary} } } }`],
  ['list of a partition', `{ listDiaries(owner: "ann", sortDirection: DESC) { items { ${diary} } } }`],
  ['index', `{ vaultsByKind(kind: "k") { items { ${vault} } } }`],
  [
    'index, backwards',
    `{ vaultsByKind(kind: "k", day: { le: "9" }, sortDirection: DESC) { items { ${vault} } } }`,
  ],
  ['alias', `{ a: getVault(id: "v") { b: text } c: listVaults { d: items { e: text } } }`],
  ['fragment', `{ ...Q } fragment Q on Query { getVault(id: "v") { ...V } } fragment V on Vault { text }`],
  ['include', `{ getVault(id: "v") @include(if: true) { id @skip(if: true) text @include(if: true) } }`],
  [
    'filter',
    `{ a: listVaults(filter: { or: [{ text: { beginsWith: "secret" } }, { not: { id: { eq: "x" } } }] }) { items { ${vault} } }
       b: listVaults(filter: { owner: { ne: "mallory" } }) { items { ${vault} } }
       c: listTeams(filter: { team: { eq: "red" } }) { items { text } } }`,
  ],
  ['update', `mutation { updateVault(input: { id: "v", kind: "x" }) { ${vault} } }`],
  ['update to oneself', `mutation { updateVault(input: { id: "v", owner: "mallory" }) { ${vault} } }`],
  [
    'condition',
    `mutation { updateVault(input: { id: "v" }, condition: { text: { attributeExists: true } }) { ${vault} } }`,
  ],
  ['delete', `mutation { deleteVault(input: { id: "v" }) { ${vault} } }`],
  [
    'delete by condition',
    `mutation { deleteVault(input: { id: "v" }, condition: { owner: { eq: "ann" } }) { ${vault} } }`,
  ],
  ['create over it', `mutation { createVault(input: { id: "v", kind: "k" }) { ${vault} } }`],
  ['create for the owner', `mutation { createVault(input: { kind: "k", owner: "ann" }) { ${vault} } }`],
  ['move in', `mutation { createDiary(input: { owner: "ann", day: "1" }) { ${diary} } }`],
  ['change by key', `mutation { updateDiary(input: { owner: "ann", day: "1", text: "x" }) { ${diary} } }`],
  [
    'batch of aliases',
    `mutation { ${Array.from({ length: 20 }, (_, n) => `a${n}: updateVault(input: { id: "v" }) { ${vault} }`).join(' ')} }`,
  ],
];

test.each(ways.filter(([, query]) => !query.startsWith('mutation')))(
  'the owner reads the record by %s',
  async (_, query) => {
    const { data, errors } = await ann.ask(query);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toContain(marker);
  },
);

describe('a user does not read another owner’s record', () => {
  test.each(ways)('by %s', async (_, query) => {
    await refusedTo(mallory, query);
    await refusedTo(await local.asUser({ groups: ['Red', 'red '] }), query);
  });

  test.each(ways)(
    'by %s as a guest, a machine, a role of the identity pool or with the API key',
    async (_, query) => {
      const signed = local.asSigned(mallory);
      for (const somebody of [
        local.asGuest(),
        await local.asMachine(),
        signed,
        local.asKeyHolder(),
        local.asNobody(),
      ]) {
        await refusedTo(somebody, query);
      }
    },
  );

  test('by a relation of a record of one’s own', async () => {
    const input = { id: 'b', vaultId: 'v', diaryOwner: 'ann', diaryDay: '1' };
    const create = `mutation ($input: CreateBoardInput!) { createBoard(input: $input) { id vault { ${vault} } diary { ${diary} } } }`;
    await refusedTo(mallory, create, { input });
    const related = `vault { ${vault} } diary { ${diary} }`;
    const { data, errors } = await mallory.ask(`{ getBoard(id: "b") { ${related} } }`);
    expect(data).toEqual({ getBoard: { vault: null, diary: null } });
    expect(errors.map(({ path, errorType }) => [path?.join('.'), errorType])).toEqual([
      ['getBoard.vault', 'Unauthorized'],
      ['getBoard.diary', 'Unauthorized'],
    ]);
    await refusedTo(mallory, `{ listBoards { items { ${related} } } }`);
    await refusedTo(mallory, `{ listBoards { items { vault { boards { items { ${related} } } } } } }`);
    await refusedTo(mallory, `mutation { updateBoard(input: { id: "b" }) { ${related} } }`);
    await refusedTo(mallory, `mutation { deleteBoard(input: { id: "b" }) { ${related} } }`);
  });

  test('by a page token that the owner got', async () => {
    const create = 'mutation ($t: String) { createVault(input: { kind: "k", day: "2", text: $t }) { id } }';
    await ann.ask(create, { t: marker });
    for (const [query, field] of [
      [
        'query ($t: String) { listVaults(limit: 1, nextToken: $t) { items { text } nextToken } }',
        'listVaults',
      ],
      [
        'query ($t: String) { vaultsByKind(kind: "k", limit: 1, nextToken: $t) { items { text } nextToken } }',
        'vaultsByKind',
      ],
    ] as const) {
      const { data } = await ann.ask(query);
      const { nextToken } = (data as Record<string, { nextToken: string }>)[field]!;
      expect(Buffer.from(nextToken, 'base64').toString('latin1')).not.toContain('ann');
      await refusedTo(mallory, query, { t: nextToken });
      await refusedTo(mallory, '{ a: listDiaries(nextToken: "x") { items { text } } }');
    }
  });

  test('the record is as it was', async () => {
    const { data } = await ann.ask(
      '{ getVault(id: "v") { kind day text owner } getDiary(owner: "ann", day: "1") { text } }',
    );
    expect(data).toEqual({
      getVault: { kind: 'k', day: '1', text: marker, owner: 'ann' },
      getDiary: { text: marker },
    });
  });

  test('by subscription, whatever it asks for', async () => {
    const proof = await mallory.headers({ body: '' });
    const live = await connect({ local }, proof);
    const all = 'id text owner boards { items { id } }';
    const starts: readonly (readonly [id: string, query: string, variables?: object])[] = [
      ['plain', `subscription { onCreateVault { ${all} } }`],
      ['alias', `subscription { x: onCreateVault { y: text } }`],
      ['fragment', `subscription { ...S } fragment S on Subscription { onUpdateVault { ${all} } }`],
      ['owner', `subscription { onCreateVault(owner: "ann") { ${all} } }`],
      ['other-part', `subscription ($o: String) { onCreateVault(owner: $o) { ${all} } }`, { o: ann.sub }],
      ['empty', `subscription { onCreateVault(owner: "") { ${all} } }`],
      ['filter', `subscription { onCreateVault(filter: { text: { beginsWith: "s" } }) { ${all} } }`],
      ['or', `subscription { onCreateVault(filter: { or: [{ id: { ne: "" } }, {}] }) { ${all} } }`],
      ['none', `subscription { onCreateVault(filter: {}) { ${all} } }`],
      ['diary', `subscription { onCreateDiary(owner: "ann") { ${diary} } }`],
      ['board', `subscription { onCreateBoard { id vault { text } diary { text } } }`],
      ['team', `subscription { onCreateTeam { text } }`],
    ];
    const hers = await ann.headers({ body: '' });
    const own = await connect({ local }, hers);
    for (const [id, query, variables] of starts) {
      await live.start(id, proof, query, variables);
      expect((await own.start(id, hers, query, variables)).type).toBe('start_ack');
    }
    const say = (query: string) => ann.ask(query, { t: marker });
    await say(`mutation ($t: String) { createVault(input: { text: $t }) { ${all} } }`);
    await say(`mutation ($t: String) { createVault(input: { text: $t }) { text owner: id } }`);
    await say(`mutation ($t: String) { updateVault(input: { id: "v", text: $t }) { ${all} } }`);
    await say(
      `mutation ($t: String) { createDiary(input: { owner: "ann", day: "2", text: $t }) { ${diary} } }`,
    );
    await say(`mutation ($t: String) { createTeam(input: { team: "red", text: $t }) { id text } }`);
    await say(
      'mutation { createBoard(input: { vaultId: "v", diaryOwner: "ann", diaryDay: "1" }) { id vault { text } diary { text } } }',
    );
    expect(await heardUntilOwn(live)).not.toContain(marker);
    expect(JSON.stringify(await own.next())).toContain(marker);
    await Promise.all([live.close(), own.close()]);
  });
});

/** Everything that is delivered before what mallory writes. */
async function heardUntilOwn(live: Live): Promise<string> {
  await mallory.ask('mutation { createVault(input: { id: "own" }) { id text owner } }');
  const heard: string[] = [];
  for (;;) {
    const text = JSON.stringify(await live.next());
    if (text.includes('"own"')) return heard.join('\n');
    heard.push(text);
  }
}
