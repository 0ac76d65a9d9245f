import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocal, type TestBackend, type TestIdentity } from '../test-kit.ts';

const schema = /* GraphQL */ `
  type Note
    @model
    @auth(
      rules: [
        { allow: owner, provider: oidc, identityClaim: "sub" }
        { allow: owner, provider: oidc, ownerField: "readers", identityClaim: "email", operations: [read] }
        { allow: groups, provider: oidc, groups: ["Admin"], groupClaim: "roles" }
        { allow: groups, provider: oidc, groupsField: "team", groupClaim: "teams", operations: [read] }
      ]
    ) {
    id: ID!
    title: String
    owner: String
    readers: [String]
    team: String
  }
  type Plan @model @auth(rules: [{ allow: private, provider: oidc }, { allow: owner }]) {
    id: ID!
    title: String
  }
  type Query {
    who: String @function(name: "who") @auth(rules: [{ allow: private, provider: oidc }])
  }
`;
let local: TestBackend;
let ann: TestIdentity;
beforeAll(async () => {
  local = await startLocal({
    schema,
    functions: () => ({ who: ({ identity }) => JSON.stringify(identity) }),
  });
  ann = await local.asOidc({ claims: { sub: 'ann', email: 'ann@example.com' } });
});
afterAll(() => local.close());

const titles = '{ listNotes { items { title } } }';
const create = 'mutation ($input: CreateNoteInput!) { createNote(input: $input) { id title owner } }';
const denied = [{ errorType: 'Unauthorized' }];
const seen = async (identity: TestIdentity): Promise<string[]> => {
  const { data, errors } = await identity.ask(titles);
  expect(errors).toEqual([]);
  return (data as { listNotes: { items: { title: string }[] } }).listNotes.items.map(({ title }) => title);
};

describe('rules for OIDC', () => {
  test('an owner by claim writes and reads what is theirs, and nobody else does', async () => {
    const { data } = await ann.ask(create, { input: { title: 'of ann' } });
    expect(data).toMatchObject({ createNote: { owner: 'ann' } });
    const { id } = (data as { createNote: { id: string } }).createNote;
    const bob = await local.asOidc({ claims: { sub: 'bob' } });
    expect(await seen(ann)).toEqual(['of ann']);
    expect(await seen(bob)).toEqual([]);
    const get = 'query ($id: ID!) { getNote(id: $id) { title } }';
    expect((await ann.ask(get, { id })).data).toEqual({ getNote: { title: 'of ann' } });
    expect((await bob.ask(get, { id })).errors).toMatchObject(denied);
    const update = 'mutation ($id: ID!) { updateNote(input: { id: $id, title: "x" }) { id } }';
    expect((await bob.ask(update, { id })).errors).toMatchObject(denied);
    expect((await bob.ask(create, { input: { title: 'x', owner: 'ann' } })).errors).toMatchObject(denied);
  });

  test('groups come from the claims that the rules name', async () => {
    await ann.ask(create, { input: { title: 'for red', team: 'red', readers: ['carl@example.com'] } });
    const as = (claims: object) => local.asOidc({ claims: { sub: 'x', ...claims } });
    expect((await seen(await as({ roles: ['Admin'] }))).sort()).toEqual(['for red', 'of ann']);
    expect(await seen(await as({ teams: ['red', 'blue'] }))).toEqual(['for red']);
    expect(await seen(await as({ email: 'carl@example.com' }))).toEqual(['for red']);
    for (const claims of [
      { roles: ['Admins', 'admin'] },
      { 'cognito:groups': ['Admin'] },
      { teams: ['Red'] },
    ]) {
      expect(await seen(await as(claims))).toEqual([]);
    }
  });

  test('private is whoever has a token of the provider', async () => {
    expect((await ann.ask('mutation { createPlan(input: { title: "p" }) { id } }')).errors).toEqual([]);
    const { data } = await ann.ask('{ who }');
    expect(JSON.parse((data as { who: string }).who)).toMatchObject({
      claims: { email: 'ann@example.com' },
      sub: 'ann',
      issuer: expect.stringMatching(/^http:/) as string,
    });
  });

  test('several ways to be somebody at once do not mix', async () => {
    const user = await local.asUser({ username: 'ann', groups: ['Admin'] });
    expect((await user.ask(titles)).errors).toMatchObject(denied);
    expect((await user.ask('{ who }')).errors).toMatchObject(denied);
    // Both have the subject `ann`; the user's plans are the user's, and everybody's of the provider.
    await user.ask('mutation { createPlan(input: { title: "of the user" }) { id } }');
    const plans = '{ listPlans { items { title } } }';
    expect((await user.ask(plans)).data).toEqual({ listPlans: { items: [{ title: 'of the user' }] } });
    const all = (await ann.ask(plans)).data as { listPlans: { items: unknown[] } };
    expect(all.listPlans.items).toHaveLength(2);
    expect((await local.asKeyHolder().ask(titles)).errors).toMatchObject(denied);
  });
});

interface Parts {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
}
const refusal = 'You are not authorized to make this call.';

async function tokenOf(identity: TestIdentity): Promise<string> {
  return (await identity.headers({ body: '' })).authorization ?? '';
}

function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

async function ask(authorization: string, query = titles, endpoint = local.graphqlEndpoint) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  return { status: response.status, data, message: errors?.[0]?.message };
}

function forge(token: string, change: (parts: Parts) => void, sign?: (data: string) => string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Parts['header'];
  const parts = { header: read(header), payload: read(payload) };
  change(parts);
  const data = [parts.header, parts.payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...data, sign ? sign(data.join('.')) : signature].join('.');
}

describe('a token of the provider that is not right is refused whole', () => {
  test('unsigned, by alg none', async () => {
    const token = await tokenOf(ann);
    for (const alg of ['none', 'None', 'NONE']) {
      const forged = forge(
        token,
        ({ header }) => void (header.alg = alg),
        () => '',
      );
      expect(await ask(forged)).toMatchObject({ status: 401, data: undefined });
    }
  });

  test('signed by HS256 with the public key', async () => {
    const token = await tokenOf(ann);
    const { iss } = claimsOf(token) as { iss: string };
    const { keys } = (await (await fetch(`${iss}/jwks`)).json()) as { keys: { x: string }[] };
    for (const secret of [keys[0]?.x ?? '', JSON.stringify(keys[0]), '']) {
      const forged = forge(
        token,
        ({ header }) => void (header.alg = 'HS256'),
        (data) => createHmac('sha256', secret).update(data).digest('base64url'),
      );
      expect(await ask(forged)).toMatchObject({ status: 401, message: refusal });
    }
  });

  test.each<[string, (parts: Parts) => void]>([
    ['the subject', ({ payload }) => (payload.sub = 'bob')],
    ['the groups', ({ payload }) => (payload.roles = ['Admin'])],
    ['the expiry', ({ payload }) => (payload.exp = 4_000_000_000)],
    ['the key', ({ header }) => (header.kid = 'another')],
    ['a key that it brings itself', ({ header }) => (header.jwk = { kty: 'RSA', n: 'AQAB', e: 'AQAB' })],
    ['the issuer, to one that nobody trusts', ({ payload }) => (payload.iss = 'https://example.com')],
    [
      'the issuer, to the user pool',
      ({ payload }) => (payload.iss = 'https://cognito-idp.us-east-1.amazonaws.com/x'),
    ],
    ['the issuer, to none', ({ payload }) => delete payload.iss],
    ['the issuer, to a name of JavaScript', ({ payload }) => (payload.iss = '__proto__')],
  ])('changed: %s', async (_, change) => {
    expect(await ask(forge(await tokenOf(ann), change))).toMatchObject({ status: 401, data: undefined });
  });

  test('of a provider of another API', async () => {
    await using other = await startLocal({ schema });
    const stranger = await other.asOidc({ claims: { sub: 'ann' } });
    expect(await ask(await tokenOf(stranger))).toMatchObject({ status: 401, message: refusal });
  });

  test('expired, and one that is not valid yet', async () => {
    await using other = await startLocal({ schema });
    const at = Math.floor(Date.now() / 1000);
    const early = await other.asOidc({ claims: { nbf: at + 60 } });
    expect((await early.ask(titles)).status).toBe(401);
    const short = await other.asOidc({ claims: { exp: at + 60 } });
    expect((await short.ask(titles)).status).toBe(200);
    other.advance(61_000);
    expect(await short.ask(titles)).toMatchObject({
      status: 401,
      errors: [{ message: 'Token has expired.' }],
    });
  });

  test.each(['sub', 'iat', 'exp'])('without %s', async (claim) => {
    const nameless = await local.asOidc({ claims: { [claim]: undefined } });
    expect((await nameless.ask(titles)).status).toBe(401);
  });

  test('claims that mean something to JavaScript give nothing', async () => {
    const claims = JSON.parse(
      '{"__proto__":{"roles":["Admin"]},"constructor":{"roles":["Admin"]}}',
    ) as object;
    const mallory = await local.asOidc({ claims: { ...claims, sub: '__proto__' } });
    expect(await seen(mallory)).toEqual([]);
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
  });
});

/** An issuer that says what a test wants it to. */
async function issuerSaying(document: (url: string) => unknown, status = 200) {
  const server = createServer((_, response) => {
    response.statusCode = status;
    response.end(JSON.stringify(document(url)));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

describe('a provider', () => {
  const sign = (claims: object) =>
    ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

  test('that is set up wrongly is named, with what is wrong', async () => {
    await using silent = await issuerSaying(() => ({}), 500);
    await using liar = await issuerSaying(() => ({ issuer: 'https://example.com' }));
    await using keyless = await issuerSaying((url) => ({ issuer: url }));
    for (const [{ url }, reason] of [
      [silent, 'it answers 500'],
      [liar, 'names the issuer https://example.com, which has to be exactly the same'],
      [keyless, 'names no jwks_uri'],
    ] as const) {
      await using api = await startLocal({ schema, oidc: { issuer: url } });
      const { status, message } = await ask(sign({ iss: url }), titles, api.graphqlEndpoint);
      expect([status, message]).toEqual([
        401,
        expect.stringContaining(`could not ask the OIDC issuer ${url}`),
      ]);
      expect(message).toContain(reason);
    }
  });

  test('may be trusted for some clients, and for a time after sign-in or issue', async () => {
    const at = Math.floor(Date.now() / 1000);
    await using elsewhere = await startLocal({ schema });
    const signIn = async (claims: object) =>
      tokenOf(await elsewhere.asOidc({ claims: { exp: at + 9000, ...claims } }));
    const token = await signIn({ aud: ['x', 'web'], auth_time: at });
    const other = await signIn({ aud: 'webs', azp: 'x', auth_time: at });
    const byParty = await signIn({ aud: 'x', azp: 'batch', auth_time: at });
    const timeless = await signIn({ aud: 'web' });
    const { iss: issuer } = claimsOf(token) as { iss: string };
    const clientId = 'web|batch';
    for (const [options, good] of [
      [{ clientId }, [token, byParty, timeless]],
      [{ clientId, authTtlMs: 60_000 }, [token, byParty]],
      [{ clientId, iatTtlMs: 60_000 }, [token, byParty, timeless]],
    ] as const) {
      await using api = await startLocal({
        schema,
        oidc: [{ issuer: 'https://example.com' }, { issuer, ...options }],
      });
      const status = async (one: string) => (await ask(one, titles, api.graphqlEndpoint)).status;
      for (const one of [token, byParty, timeless])
        expect(await status(one)).toBe(good.includes(one as never) ? 200 : 401);
      expect(await status(other)).toBe(401);
      api.advance(61_000);
      expect(await status(token)).toBe('authTtlMs' in options || 'iatTtlMs' in options ? 401 : 200);
    }
  });

  test('whose name or client pattern cannot be right is refused at the start', async () => {
    await expect(startLocal({ schema, oidc: { issuer: 'example.com' } })).rejects.toThrow(
      'oidc.issuer must be an http(s) URL, such as https://example.com; got example.com.',
    );
    await expect(startLocal({ schema, oidc: { issuer: 'https://e.com', clientId: '(' } })).rejects.toThrow(
      'oidc.clientId must be a regular expression, such as "web|batch"; got (.',
    );
  });
});
