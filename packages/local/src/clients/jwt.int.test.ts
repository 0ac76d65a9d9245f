import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApi } from '../appsync/test-support/test-api.ts';
import { secureEndpoint, startEverybody, trust } from './test-support/everybody.ts';

let api: TestApi;
let jwksUri: string;
beforeAll(async () => {
  api = await startEverybody();
  await trust(api);
  jwksUri = new URL(`/${api.local.userPoolId}/.well-known/jwks.json`, secureEndpoint(api)).href;
});
afterAll(() => api.local.close());

const issuer = () => `https://cognito-idp.${api.local.region}.amazonaws.com/${api.local.userPoolId}`;

test('aws-jwt-verify fetches the keys from the pool’s URL, over TLS alone, and takes the right tokens', async () => {
  const { clientId } = api.local.clients.public;
  const { AccessToken, IdToken } = await api.tokens('ann');
  const verifier = JwtVerifier.create({
    issuer: issuer(),
    audience: null,
    jwksUri,
    customJwtCheck: ({ payload }) =>
      validateCognitoJwtFields(payload, { tokenUse: 'access', clientId, groups: null }),
  });
  expect(await verifier.verify(AccessToken)).toMatchObject({ username: 'ann', client_id: clientId });
  await expect(verifier.verify(IdToken)).rejects.toThrow('Token use not allowed');
  await expect(verifier.verify(`${AccessToken.slice(0, -4)}AAAA`)).rejects.toThrow('Invalid signature');
});

test('jose takes an ID token with the keys from the pool’s URL', async () => {
  const { clientId: audience } = api.local.clients.public;
  const { IdToken } = await api.tokens('ann');
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const { payload } = await jwtVerify(IdToken, keys, { issuer: issuer(), audience });
  expect(payload).toMatchObject({ 'cognito:username': 'ann', token_use: 'id' });
});
