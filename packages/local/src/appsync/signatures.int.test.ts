import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AwsCredentials } from '../sigv4/principal.ts';
import { startTestApi, type TestApi } from './test-support/test-api.ts';

let api: TestApi;
let functions: AwsCredentials;

beforeAll(async () => {
  api = await startTestApi();
  functions = api.local.roles.functions;
});
afterAll(() => api.local.close());

const query = '{ listItems { items { id } } }';

test('a request that AWS’s signer signed with a role’s credentials passes the rules', async () => {
  expect(await api.ask(api.signed(functions), query)).toMatchObject({ status: 200, errors: [] });
});

test.each<[string, () => ReturnType<TestApi['signed']>, string]>([
  [
    'with a wrong secret key',
    () => api.signed({ ...functions, secretAccessKey: randomBytes(30).toString('base64') }),
    'InvalidSignatureException',
  ],
  [
    'with an unknown access key',
    () => api.signed({ ...functions, accessKeyId: 'AKIA0000000000000000' }),
    'UnrecognizedClientException',
  ],
  [
    'with a session token that is not of the key',
    () => api.signed({ ...functions, sessionToken: 'stolen' }),
    'UnrecognizedClientException',
  ],
  ['for another region', () => api.signed(functions, { region: 'eu-west-1' }), 'InvalidSignatureException'],
  [
    'for another service',
    () => api.signed(functions, { service: 'cognito-idp' }),
    'InvalidSignatureException',
  ],
  [
    'six minutes ago',
    () => api.signed(functions, { at: new Date(Date.now() - 360_000) }),
    'InvalidSignatureException',
  ],
  [
    'for a time to come',
    () => api.signed(functions, { at: new Date(Date.now() + 360_000) }),
    'InvalidSignatureException',
  ],
])('a signature %s is refused', async (_, auth, errorType) => {
  const { status, data, errors } = await api.ask(auth(), query);
  expect({ status, data }).toEqual({ status: 403, data: undefined });
  expect(errors).toMatchObject([{ errorType }]);
});

test('a signature is good for its body only', async () => {
  const sign = api.signed(functions) as (body: string) => Promise<Record<string, string>>;
  const headers = await sign(JSON.stringify({ query }));
  const other = JSON.stringify({ query: '{ listItems { items { id owner } } }' });
  const { status, errors } = await api.post(headers, other);
  expect([status, errors]).toMatchObject([403, [{ errorType: 'InvalidSignatureException' }]]);
});

test('an API key that is not the API’s is refused', async () => {
  expect((await api.ask({ 'x-api-key': api.local.apiKey }, '{ __typename }')).status).toBe(200);
  for (const key of ['', 'da2-00000000000000000000000000', `${api.local.apiKey}x`]) {
    expect((await api.ask({ 'x-api-key': key }, '{ __typename }')).status).toBe(401);
  }
});
