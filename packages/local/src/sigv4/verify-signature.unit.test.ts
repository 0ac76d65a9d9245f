import { describe, expect, test } from 'vitest';
import { Principals } from './principals.ts';
import { sign, type Signing } from './test-support/sign.ts';
import { verifySignature, type SignatureScope, type SignedRequest } from './verify-signature.ts';

const at = new Date('2026-11-21T08:00:00Z');
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not+a/real+secret' };
const temporary = { ...credentials, accessKeyId: 'ASIAEXAMPLE', sessionToken: 'token-of-the-session' };
const principal = (arn: string, keys: typeof credentials) => ({
  arn,
  credentials: keys,
  graphqlFields: [],
  mayAdministerUsers: false,
});
const scope: SignatureScope = {
  region: 'eu-central-1',
  service: 'cognito-idp',
  principals: new Principals([principal('arn:long', credentials), principal('arn:session', temporary)]),
  now: () => at.getTime(),
};
const signed = (signing: Partial<Signing> = {}): SignedRequest => sign({ credentials, at, ...signing });
const altered = (change: Partial<SignedRequest>, signing?: Partial<Signing>): SignedRequest => ({
  ...signed(signing),
  ...change,
});
const withHeaders = (headers: Record<string, string>, signing?: Partial<Signing>): SignedRequest => {
  const request = signed(signing);
  return { ...request, headers: { ...request.headers, ...headers } };
};

test("accepts the example of AWS's documentation", async () => {
  const example: SignedRequest = {
    method: 'GET',
    url: '/?Action=ListUsers&Version=2010-05-08',
    headers: {
      host: 'iam.amazonaws.com',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    },
    body: Buffer.alloc(0),
  };
  const keys = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  };
  const verified = await verifySignature(example, {
    region: 'us-east-1',
    service: 'iam',
    principals: new Principals([principal('arn:example', keys)]),
    now: () => Date.UTC(2015, 7, 30, 12, 36),
  });
  expect(verified.arn).toBe('arn:example');
});

describe('accepts', () => {
  const accepted: Record<string, SignedRequest> = {
    'a request with a body': signed({ body: '{"a":"ä"}' }),
    'a signed target': signed({ headers: { 'x-amz-target': 'Service.Action' } }),
    'the right hash of the body': withHeaders({}, bodyHash('{}')),
    'a query with repeated names': signed({ url: '/graphql?a=1&a=2&b=%2B', method: 'GET', body: '' }),
    'a clock four minutes off': signed({ at: new Date(at.getTime() - 240_000) }),
    'a header that came later and is not signed': withHeaders({ 'x-forwarded-for': '10.0.0.1' }),
  };
  test.each(Object.entries(accepted))('%s', async (_, request) => {
    expect((await verifySignature(request, scope)).arn).toBe('arn:long');
  });

  test('a session token that is signed', async () => {
    const headers = { 'x-amz-security-token': temporary.sessionToken };
    const request = signed({ credentials: temporary, headers });
    expect((await verifySignature(request, scope)).arn).toBe('arn:session');
  });

  test('a session token that is sent along unsigned', async () => {
    const request = withHeaders(
      { 'x-amz-security-token': temporary.sessionToken },
      { credentials: temporary },
    );
    expect((await verifySignature(request, scope)).arn).toBe('arn:session');
  });
});

const mismatch = ['InvalidSignatureException', 'The request signature we calculated does not match'] as const;
const unknown = [
  'UnrecognizedClientException',
  'The security token included in the request is invalid.',
] as const;
const minutesAgo = (minutes: number): Partial<Signing> => ({ at: new Date(at.getTime() - minutes * 60_000) });
const two = '/?a=1&a=2';

describe('refuses', () => {
  const refusals: Record<string, readonly [SignedRequest, string, string]> = {
    'an unsigned request': [
      altered({ headers: { host: 'x' } }),
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    ],
    'half a header': [
      withHeaders({ authorization: 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE' }),
      'IncompleteSignatureException',
      'Authorization header requires',
    ],
    'another algorithm': [
      withHeaders({ authorization: String(signed().headers.authorization).replace('SHA256', 'SHA1') }),
      'IncompleteSignatureException',
      'Authorization header requires',
    ],
    'an unknown access key': [
      signed({ credentials: { ...credentials, accessKeyId: 'AKIAOTHER' } }),
      ...unknown,
    ],
    'the wrong secret': [signed({ credentials: { ...credentials, secretAccessKey: 'wrong' } }), ...mismatch],
    'a session without its token': [signed({ credentials: temporary }), ...unknown],
    "another session's token": [
      withHeaders({ 'x-amz-security-token': 'of-somebody-else' }, { credentials: temporary }),
      ...unknown,
    ],
    'a session token with a long-lived key': [
      withHeaders({ 'x-amz-security-token': temporary.sessionToken }),
      ...unknown,
    ],
    'another region': [
      signed({ region: 'us-east-1' }),
      'InvalidSignatureException',
      "Credential should be scoped to a valid region, not 'us-east-1'.",
    ],
    'another service': [
      signed({ service: 'appsync' }),
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'cognito-idp'.",
    ],
    'a stale date': [
      signed(minutesAgo(6)),
      'InvalidSignatureException',
      'Signature expired: 20261121T075400Z',
    ],
    'a date to come': [
      signed(minutesAgo(-6)),
      'InvalidSignatureException',
      'Signature not yet current: 20261121T080600Z',
    ],
    'a fresh date on an old signature': [
      withHeaders({ 'x-amz-date': '20261121T080000Z' }, minutesAgo(60)),
      ...mismatch,
    ],
    'a date of another day than the scope': [
      withHeaders({ 'x-amz-date': '20261122T000000Z' }),
      'InvalidSignatureException',
      'Date in Credential scope does not match',
    ],
    'a missing date': [
      withHeaders({ 'x-amz-date': '' }),
      'IncompleteSignatureException',
      "existence of an 'X-Amz-Date'",
    ],
    'a changed body': [altered({ body: Buffer.from('{"more":1}') }), ...mismatch],
    'a changed body behind a signed hash of the old one': [
      altered({ body: Buffer.from('{"more":1}') }, bodyHash('{}')),
      'InvalidSignatureException',
      'The value passed in for x-amz-content-sha256 does not match',
    ],
    'a body that claims to be unsigned': [
      withHeaders({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      'InvalidSignatureException',
      'The value passed in for x-amz-content-sha256 does not match',
    ],
    'a changed target': [
      withHeaders({ 'x-amz-target': 'S.Delete' }, { headers: { 'x-amz-target': 'S.Get' } }),
      ...mismatch,
    ],
    'a target that is not signed': [
      withHeaders({ 'x-amz-target': 'S.Delete' }),
      'InvalidSignatureException',
      "'x-amz-target' must be a 'SignedHeader'",
    ],
    'a changed host': [withHeaders({ host: 'elsewhere' }), ...mismatch],
    'a changed method': [altered({ method: 'PUT' }), ...mismatch],
    'a changed path': [altered({ url: '/other' }), ...mismatch],
    'an added query': [altered({ url: '/?a=1' }), ...mismatch],
    'one of two equal names gone from the query': [altered({ url: '/?a=2' }, { url: two }), ...mismatch],
    'one of two equal names changed in the query': [altered({ url: '/?a=3&a=2' }, { url: two }), ...mismatch],
    'a query that cannot be read': [altered({ url: '/?a=%' }), 'InvalidSignatureException', 'query string'],
  };
  test.each(Object.entries(refusals))('%s', async (_, [request, problem, message]) => {
    await expect(verifySignature(request, scope)).rejects.toMatchObject({
      problem,
      message: expect.stringContaining(message) as string,
    });
  });
});

function bodyHash(body: '{}'): Partial<Signing> {
  const hashes = { '{}': '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' };
  return { headers: { 'x-amz-content-sha256': hashes[body] } };
}
