import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { userPoolSource } from '@postern/auth';
import { startLocal, type Local } from '@postern/local';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from './index.ts';
import { disableUser } from './test-support/disable-user.ts';
import { CreateItem } from './test-support/operations.ts';

// The whole way: sign-in, call, renewal and the server's refusal, none of them a stand-in.
const schema = 'type Item @model @auth(rules: [{ allow: private }]) { id: ID! name: String }';
let local: Local;
// What Cognito is asked, seen on the way there.
const asked: string[] = [];
const way = createServer((incoming, response) => {
  const headers = { 'x-amz-target': String(incoming.headers['x-amz-target']) };
  asked.push(headers['x-amz-target'].split('.')[1] ?? '');
  void text(incoming)
    .then((body) => fetch(local.cognitoEndpoint, { method: 'POST', headers, body }))
    .then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(await answer.text());
    });
});
beforeAll(async () => {
  local = await startLocal({ schema, users: [{ username: 'ann' }] });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
});
afterEach(() => local.faults.clear());
afterAll(async () => {
  way.close();
  await local.close();
});

function signedIn() {
  const { region, userPoolId, clients, users } = local;
  const endpoint = `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
  const { username = '', password = '' } = users[0] ?? {};
  const { clientId } = clients.public;
  const source = userPoolSource({ region, userPoolId, clientId, endpoint, username, password });
  const proofs: (string | undefined)[] = [];
  const client = createClient({
    endpoint: local.graphqlEndpoint,
    headers: source.headers,
    random: () => 0,
    fetch: (url, init) => {
      proofs.push(new Headers(init?.headers).get('authorization') ?? undefined);
      return fetch(url, init);
    },
  });
  const create = () => client.request(CreateItem, { input: { id: randomUUID(), name: 'new' } });
  return { source, proofs, create };
}

test.each(['revoked-token', 'expired-token'] as const)(
  'a %s that the server refuses once is renewed once, and the call succeeds',
  async (kind) => {
    const { proofs, create } = signedIn();
    await create();
    const before = asked.length;
    local.faults.add({ kind, on: 'appsync', times: 1 });
    expect((await create()).data.createItem).toMatchObject({ name: 'new' });
    expect(proofs).toHaveLength(3);
    expect(proofs[1]).toBe(proofs[0]);
    expect(proofs[2]).not.toBe(proofs[1]);
    expect(asked.slice(before)).toHaveLength(1);
  },
);

test('after a global sign-out, which ends the refresh token too, it signs in once more and the call succeeds', async () => {
  const { source, proofs, create } = signedIn();
  await create();
  await cognito('GlobalSignOut', { AccessToken: (await source.tokens()).accessToken });
  expect((await create()).data.createItem).toMatchObject({ name: 'new' });
  expect(proofs).toHaveLength(3);
  expect(new Set(proofs).size).toBe(2);
});

test('a server that refuses every token is asked twice, and then says so', async () => {
  const { proofs, create } = signedIn();
  local.faults.add({ kind: 'revoked-token', on: 'appsync' });
  await expect(create()).rejects.toMatchObject({ code: 'unauthorized' });
  expect(proofs).toHaveLength(2);
});

test('a user who was disabled gets a typed error for each call, without a loop', async () => {
  const { proofs, create } = signedIn();
  await create();
  const before = asked.length;
  await disableUser(local, 'ann');
  await expect(create()).rejects.toMatchObject({ code: 'user-disabled' });
  // One call that was refused, and one renewal, which says why: no sign-in with the password is tried.
  expect(proofs).toHaveLength(2);
  expect(asked.slice(before)).toEqual(['InitiateAuth']);
});

async function cognito(action: string, input: object): Promise<void> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
  };
  const { status } = await fetch(local.cognitoEndpoint, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
  });
  expect(status).toBe(200);
}
