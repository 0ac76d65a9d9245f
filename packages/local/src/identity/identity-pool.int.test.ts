import { CognitoIdentity } from '@aws-sdk/client-cognito-identity';
import { STS } from '@aws-sdk/client-sts';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcome, startTestApi, type TestApi } from '../appsync/test-support/test-api.ts';
import type { AwsCredentials } from '../sigv4/principal.ts';
import { roleArn } from './roles.ts';

const schema = /* GraphQL */ `
  type Note
    @model
    @auth(
      rules: [
        { allow: public, provider: identityPool, operations: [read] }
        { allow: private, provider: identityPool, operations: [read, create] }
        { allow: owner }
      ]
    ) {
    id: ID!
    title: String
    secret: String @auth(rules: [{ allow: private, provider: identityPool }, { allow: owner }])
  }
  type Plan @model @auth(rules: [{ allow: owner }]) {
    id: ID!
  }
  type Query {
    open: String @function(name: "open") @auth(rules: [{ allow: public, provider: identityPool }])
    inner: String @function(name: "inner") @auth(rules: [{ allow: private, provider: identityPool }])
    bare: String @function(name: "bare")
  }
`;
const answer = () => 'answer';

let api: TestApi;
let ahead = 0;
let provider: string;
let identities: CognitoIdentity;
beforeAll(async () => {
  api = await startTestApi({
    schema,
    users: [{ username: 'ann' }, { username: 'bob' }, { username: 'newcomer' }],
    functions: () => ({ open: answer, inner: answer, bare: answer }),
    now: () => Date.now() + ahead,
  });
  const { region, userPoolId, url } = api.local;
  provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  // A refusal is the outcome here; asking again would not change it.
  identities = new CognitoIdentity({ region, endpoint: url, maxAttempts: 1 });
});
afterAll(() => api.local.close());

async function credentialsFor(username?: string): Promise<AwsCredentials> {
  const { region, url, identityPoolId } = api.local;
  const logins =
    username === undefined ? {} : { logins: { [provider]: (await api.tokens(username)).IdToken } };
  return fromCognitoIdentityPool({
    identityPoolId,
    clientConfig: { region, endpoint: url },
    ...logins,
  })() as Promise<AwsCredentials>;
}
const now = () => ({ at: new Date(Date.now() + ahead) });

describe('who may do what', () => {
  const queries = {
    create: 'mutation { createNote(input: { title: "t" }) { id title } }',
    list: '{ listNotes { items { id title } } }',
    secret: '{ listNotes { items { secret } } }',
    plans: '{ listPlans { items { id } } }',
    open: '{ open }',
    inner: '{ inner }',
    bare: '{ bare }',
    listen: 'subscription { onCreateNote { id } }',
  };
  test.each<[string, string | undefined, object]>([
    [
      'a guest',
      undefined,
      {
        create: 'denied',
        list: 'ok',
        secret: 'denied',
        plans: 'denied',
        open: 'ok',
        inner: 'denied',
        bare: 'denied',
      },
    ],
    [
      'a user of the pool',
      'ann',
      {
        create: 'ok',
        list: 'ok',
        secret: 'ok',
        plans: 'denied',
        open: 'denied',
        inner: 'ok',
        bare: 'denied',
      },
    ],
  ])('%s, through the identity pool', async (_, username, expected) => {
    await api.ask(await api.as('bob'), queries.create);
    const auth = api.signed(await credentialsFor(username));
    const got: Record<string, string> = {};
    for (const [name, query] of Object.entries(queries)) {
      if (name !== 'listen') got[name] = outcome(await api.ask(auth, query));
    }
    expect(got).toEqual(expected);
  });
});

describe('an identity', () => {
  test('is the same for a user each time, and another for each guest', async () => {
    const { identityPoolId: IdentityPoolId } = api.local;
    const idOf = async (username: string) => {
      const Logins = { [provider]: (await api.tokens(username)).IdToken };
      return (await identities.getId({ IdentityPoolId, Logins })).IdentityId;
    };
    const ann = await idOf('ann');
    expect(ann).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
    expect(await idOf('ann')).toBe(ann);
    expect(await idOf('bob')).not.toBe(ann);
    const guests = await Promise.all([1, 2].map(() => identities.getId({ IdentityPoolId })));
    expect(guests[0]?.IdentityId).not.toBe(guests[1]?.IdentityId);
  });

  test('of a user is closed to guests and to other users; a guest’s becomes the user’s', async () => {
    const { identityPoolId: IdentityPoolId } = api.local;
    const [ann, bob] = [(await api.tokens('ann')).IdToken, (await api.tokens('bob')).IdToken];
    const { IdentityId } = await identities.getId({ IdentityPoolId, Logins: { [provider]: ann } });
    for (const Logins of [undefined, { [provider]: bob }]) {
      await expect(identities.getCredentialsForIdentity({ IdentityId, Logins })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: `Access to Identity '${IdentityId}' is forbidden.`,
      });
    }
    const { IdentityId: guest } = await identities.getId({ IdentityPoolId });
    const { IdToken } = await api.tokens('newcomer');
    await identities.getCredentialsForIdentity({ IdentityId: guest, Logins: { [provider]: IdToken } });
    await expect(identities.getCredentialsForIdentity({ IdentityId: guest })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  // As Amplify does it at a sign-in: the guest's identity with the user's login.
  test('of a guest is merged into the one that the user has already, and is nobody else’s any more', async () => {
    const { identityPoolId: IdentityPoolId } = api.local;
    const Logins = { [provider]: (await api.tokens('bob')).IdToken };
    const { IdentityId: bob } = await identities.getId({ IdentityPoolId, Logins });
    const { IdentityId: guest } = await identities.getId({ IdentityPoolId });
    for (const IdentityId of [guest, bob, guest]) {
      const got = await identities.getCredentialsForIdentity({ IdentityId, Logins });
      expect(got.IdentityId).toBe(bob);
    }
    await expect(identities.getCredentialsForIdentity({ IdentityId: guest })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Access to Identity '${guest}' is forbidden.`,
    });
  });

  test.each<[string, () => Promise<Record<string, string>>, string]>([
    [
      'an access token',
      async () => ({ [provider]: (await api.tokens('ann')).AccessToken }),
      'Invalid login token. Not a valid OpenId Connect identity token.',
    ],
    [
      'no token',
      () => Promise.resolve({ [provider]: 'x' }),
      'Invalid login token. Not a valid OpenId Connect identity token.',
    ],
    [
      'another provider',
      () => Promise.resolve({ 'accounts.google.com': 'x' }),
      'Token is not from a supported provider of this identity pool.',
    ],
  ])('is not given for %s', async (_, logins, message) => {
    const { identityPoolId: IdentityPoolId } = api.local;
    await expect(identities.getId({ IdentityPoolId, Logins: await logins() })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message,
    });
  });

  test('is not given in another pool, nor credentials for one that is not there', async () => {
    const id = 'us-east-1:00000000-0000-0000-0000-000000000000';
    await expect(identities.getId({ IdentityPoolId: id })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(identities.getCredentialsForIdentity({ IdentityId: id })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { region, url, roles } = api.local;
    const admin = new CognitoIdentity({ region, endpoint: url, credentials: roles.admin });
    await expect(admin.listIdentityPools({ MaxResults: 1 })).rejects.toThrow(
      'The local identity pool does not support ListIdentityPools.',
    );
  });

  test('is given to nobody unknown where guests are switched off', async () => {
    const closed = await startTestApi({ schema, guests: false });
    const { region, url, identityPoolId: IdentityPoolId } = closed.local;
    const other = new CognitoIdentity({ region, endpoint: url });
    await expect(other.getId({ IdentityPoolId })).rejects.toMatchObject({
      message: 'Unauthenticated access is not supported for this identity pool.',
    });
    await closed.local.close();
  });
});

describe('temporary credentials', () => {
  test('end after an hour', async () => {
    const credentials = await credentialsFor('ann');
    expect(outcome(await api.ask(api.signed(credentials, now()), '{ inner }'))).toBe('ok');
    ahead += 3_600_001;
    const { status, errors } = await api.ask(api.signed(credentials, now()), '{ inner }');
    expect([status, errors]).toMatchObject([403, [{ errorType: 'ExpiredTokenException' }]]);
  });

  test('are good with their own session token only, and not for administering users', async () => {
    const [one, two] = [await credentialsFor(), await credentialsFor('ann')];
    const mixed = { ...one, sessionToken: two.sessionToken! };
    expect(outcome(await api.ask(api.signed(mixed, now()), '{ open }'))).toBe('refused 403');
    const { sessionToken: _, ...bare } = one;
    expect(outcome(await api.ask(api.signed(bare, now()), '{ open }'))).toBe('refused 403');
  });
});

describe('STS', () => {
  const sts = (credentials: AwsCredentials) =>
    new STS({ region: api.local.region, endpoint: api.local.url, credentials, systemClockOffset: ahead });
  const webIdentity = async (username?: string) => {
    const { identityPoolId: IdentityPoolId } = api.local;
    const Logins = username === undefined ? {} : { [provider]: (await api.tokens(username)).IdToken };
    const { IdentityId } = await identities.getId({ IdentityPoolId, Logins });
    return (await identities.getOpenIdToken({ IdentityId, Logins })).Token;
  };
  const assume = (WebIdentityToken: string | undefined, role: string) =>
    sts(api.local.roles.functions).assumeRoleWithWebIdentity({
      RoleArn: roleArn(role),
      RoleSessionName: 'test',
      WebIdentityToken,
    });

  test('says who somebody is', async () => {
    expect(await sts(api.local.roles.functions).getCallerIdentity()).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/functions/local',
    });
    await expect(
      sts({ ...api.local.roles.functions, secretAccessKey: 'x' }).getCallerIdentity(),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('gives an identity its role, by the basic flow', async () => {
    const { Credentials, AssumedRoleUser } = await assume(await webIdentity('ann'), 'authRole');
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/authRole/test');
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    expect(Credentials?.Expiration).toBeInstanceOf(Date);
    expect(outcome(await api.ask(api.signed(credentials, now()), '{ inner }'))).toBe('ok');
    expect(outcome(await api.ask(api.signed(credentials, now()), '{ open }'))).toBe('denied');
  });

  test('gives nobody a role that is not theirs', async () => {
    const guest = await webIdentity();
    await expect(assume(guest, 'authRole')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(guest, 'admin')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(`${guest}x`, 'unauthRole')).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
    });
    const { IdToken } = await api.tokens('ann');
    await expect(assume(IdToken, 'authRole')).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
    });
    expect(outcome(await api.ask({ authorization: guest ?? '' }, '{ open }'))).toBe('refused 401');
    ahead += 601_000;
    await expect(assume(guest, 'unauthRole')).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  test('answers what it does not do by name', async () => {
    await expect(sts(api.local.roles.functions).getSessionToken()).rejects.toThrow(
      'The local backend does not support GetSessionToken.',
    );
  });
});
