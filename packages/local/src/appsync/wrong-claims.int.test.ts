import { decodeJwt, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Backend } from '../backend.ts';
import { asUser } from '../kit/identities.ts';
import type { TestUser } from '../kit/test-identity.ts';
import { startBackend, type Local } from '../start-local.ts';
import { workspaceSchema } from './test-support/test-api.ts';

// Tokens that the pool's own key signed: only what they say is wrong.
let local: Local;
let backend: Backend;
let ann: TestUser;
beforeAll(async () => {
  ({ local, backend } = await startBackend({ schema: workspaceSchema }));
  ann = await asUser(backend, local.graphqlEndpoint, { username: 'ann' });
});
afterAll(() => local.close());

async function statusOf(token: string, change: JWTPayload): Promise<number> {
  const { privateKey, kid } = await backend.cognito.pool.key;
  const signed = await new SignJWT({ ...decodeJwt(token), ...change })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(privateKey);
  const { status } = await fetch(local.graphqlEndpoint, {
    method: 'POST',
    headers: { authorization: signed },
    body: JSON.stringify({ query: '{ listItems { items { id } } }' }),
  });
  return status;
}
const soon = () => Math.floor(Date.now() / 1000) + 60;

test('a token that is right in all claims is taken', async () => {
  expect(await statusOf(ann.tokens.accessToken, {})).toBe(200);
  expect(await statusOf(ann.tokens.idToken, {})).toBe(200);
});

test.each<[string, () => JWTPayload]>([
  ['not valid yet', () => ({ nbf: soon() })],
  ['expired', () => ({ exp: soon() - 61 })],
  ['without an end', () => ({ exp: undefined as never })],
  ['for an end that is no number', () => ({ exp: 'never' as never })],
  ['of another client', () => ({ client_id: 'another', aud: 'another' })],
  ['of no client', () => ({ client_id: undefined, aud: undefined as never })],
  [
    'of several clients',
    () => ({ client_id: [local.clients.public.clientId], aud: [local.clients.public.clientId, 'x'] }),
  ],
  ['of another pool', () => ({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another00' })],
  [
    'of the pool in another region',
    () => ({ iss: `https://cognito-idp.eu-west-1.amazonaws.com/${local.userPoolId}` }),
  ],
  ['of nobody', () => ({ sub: undefined as never })],
  ['for another use', () => ({ token_use: 'refresh' })],
  ['for no use', () => ({ token_use: undefined })],
])('a token %s is refused', async (_, change) => {
  expect(await statusOf(ann.tokens.accessToken, change())).toBe(401);
  expect(await statusOf(ann.tokens.idToken, change())).toBe(401);
});

test('an access token does not pass as an ID token, nor the other way round', async () => {
  expect(await statusOf(ann.tokens.accessToken, { token_use: 'id' })).toBe(401);
  expect(await statusOf(ann.tokens.idToken, { token_use: 'access' })).toBe(401);
});
