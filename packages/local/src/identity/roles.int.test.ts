import {
  CognitoIdentity,
  type GetCredentialsForIdentityCommandOutput,
} from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { STS } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcome, startTestApi, type TestApi } from '../appsync/test-support/test-api.ts';
import type { AwsCredentials } from '../sigv4/principal.ts';
import { roleArn } from './roles.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: private, provider: identityPool }]) {
    id: ID!
  }
`;
const list = '{ listNotes { items { id } } }';
const create = 'mutation { createNote(input: {}) { id } }';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    schema,
    users: [{ username: 'ann' }, { username: 'bob' }, { username: 'both' }, { username: 'plain' }],
    iamRoles: {
      reader: { fields: ['Query.*'] },
      writer: { fields: ['Mutation.createNote'] },
      operator: { administersUsers: true, trusts: ['callers'] },
      forUsers: { fields: ['*'], trusts: ['users'] },
    },
    roleMapping: { ambiguous: 'authenticated' },
  });
  const { userPoolId: UserPoolId } = api.local;
  const group = async (GroupName: string, role: string, Precedence: number, users: string[]) => {
    await cognito(api.local.roles.admin).createGroup({
      UserPoolId,
      GroupName,
      RoleArn: roleArn(role),
      Precedence,
    });
    for (const Username of users) {
      await cognito(api.local.roles.admin).adminAddUserToGroup({ UserPoolId, GroupName, Username });
    }
  };
  await group('readers', 'reader', 1, ['ann', 'both']);
  await group('writers', 'writer', 2, ['both']);
  await group('lost', 'nowhere', 1, ['bob']);
});
afterAll(() => api.local.close());

const where = () => ({ region: api.local.region, endpoint: api.local.url, maxAttempts: 1 });
const cognito = (credentials: AwsCredentials) => new CognitoIdentityProvider({ ...where(), credentials });
const sts = (credentials: AwsCredentials) => new STS({ ...where(), credentials });
const plain = (
  given: Partial<Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string | undefined>> = {},
) => ({
  accessKeyId: given.AccessKeyId ?? '',
  secretAccessKey: given.SecretAccessKey ?? '',
  sessionToken: given.SessionToken ?? '',
});
const assume = async (credentials: AwsCredentials, role: string) =>
  plain(
    (await sts(credentials).assumeRole({ RoleArn: roleArn(role), RoleSessionName: 'night' })).Credentials,
  );
const may = async (credentials: AwsCredentials, query: string) =>
  outcome(await api.ask(api.signed(credentials), query));

describe('AssumeRole', () => {
  test('gives a caller a role with its policy, for as long as it asks', async () => {
    const credentials = await assume(api.local.roles.functions, 'reader');
    expect(await sts(credentials).getCallerIdentity()).toMatchObject({
      Arn: 'arn:aws:sts::000000000000:assumed-role/reader/night',
    });
    expect([await may(credentials, list), await may(credentials, create)]).toEqual(['empty', 'denied']);
    const operator = await assume(credentials, 'operator');
    const { UserPools } = await cognito(operator).listUserPools({ MaxResults: 1 });
    expect(UserPools).toHaveLength(1);
    expect(await may(operator, list)).toBe('denied');
  });

  test('works through AWS’s own provider', async () => {
    const { region, url, roles } = api.local;
    const provider = fromTemporaryCredentials({
      masterCredentials: roles.functions,
      params: { RoleArn: roleArn('writer'), RoleSessionName: 'batch', DurationSeconds: 900 },
      clientConfig: { region, endpoint: url },
    });
    const credentials = (await provider()) as AwsCredentials;
    expect([await may(credentials, list), await may(credentials, create)]).toEqual(['denied', 'ok']);
  });

  test.each<[string, string]>([
    ['a role that is not there', 'nobody'],
    ['a role that trusts others', 'forUsers'],
    ['a role of the backend’s own', 'admin'],
  ])('is refused for %s', async (_, role) => {
    await expect(assume(api.local.roles.functions, role)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::000000000000:assumed-role/functions/local is not authorized to perform: sts:AssumeRole on resource: ${roleArn(role)}`,
    });
  });

  test('is refused to whoever signs wrongly, comes through the identity pool, or wants less than it gives', async () => {
    const { functions } = api.local.roles;
    await expect(assume({ ...functions, secretAccessKey: 'x' }, 'reader')).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    const { Credentials } = await credentialsOf('plain');
    const user = plain({
      ...Credentials,
      ...(Credentials?.SecretKey ? { SecretAccessKey: Credentials.SecretKey } : {}),
    });
    await expect(assume(user, 'reader')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(
      sts(functions).assumeRole({ RoleArn: roleArn('reader'), RoleSessionName: 'xx', Policy: '{}' }),
    ).rejects.toThrow('Policy is not supported by the local backend.');
  });
});

async function credentialsOf(
  username: string,
  CustomRoleArn?: string,
): Promise<GetCredentialsForIdentityCommandOutput> {
  const { region, userPoolId, identityPoolId: IdentityPoolId } = api.local;
  const { IdToken } = await api.tokens(username);
  const Logins = { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: IdToken };
  const client = new CognitoIdentity(where());
  const { IdentityId } = await client.getId({ IdentityPoolId, Logins });
  return client.getCredentialsForIdentity({
    IdentityId,
    Logins,
    ...(CustomRoleArn ? { CustomRoleArn } : {}),
  });
}
const arnOf = async (username: string, custom?: string) => {
  const { Credentials } = await credentialsOf(username, custom);
  const credentials = { ...plain(Credentials), secretAccessKey: Credentials?.SecretKey ?? '' };
  return { credentials, arn: (await sts(credentials).getCallerIdentity()).Arn };
};

describe('the roles of groups', () => {
  test('are in the ID token, the one of the lowest precedence preferred', async () => {
    const { IdToken, AccessToken } = await api.tokens('both');
    expect(decodeJwt(IdToken)).toMatchObject({
      'cognito:roles': [roleArn('reader'), roleArn('writer')],
      'cognito:preferred_role': roleArn('reader'),
    });
    expect(decodeJwt(AccessToken)['cognito:roles']).toBeUndefined();
    expect(decodeJwt((await api.tokens('plain')).IdToken)['cognito:preferred_role']).toBeUndefined();
  });

  test('are what the identity pool gives: the preferred one, or one that is asked for', async () => {
    const ann = await arnOf('ann');
    expect(ann.arn).toBe('arn:aws:sts::000000000000:assumed-role/reader/CognitoIdentityCredentials');
    expect([await may(ann.credentials, list), await may(ann.credentials, create)]).toEqual(['ok', 'denied']);
    const writer = await arnOf('both', roleArn('writer'));
    expect([await may(writer.credentials, list), await may(writer.credentials, create)]).toEqual([
      'denied',
      'ok',
    ]);
    expect((await arnOf('plain')).arn).toMatch(/assumed-role\/authRole\//);
  });

  test('are not given to users who have them not, nor where they are not there', async () => {
    await expect(credentialsOf('ann', roleArn('writer'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(credentialsOf('plain', roleArn('reader'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(credentialsOf('bob')).rejects.toMatchObject({
      name: 'InvalidIdentityPoolConfigurationException',
    });
  });
});

test('a role is named with care, and allows only fields that there are', async () => {
  await expect(startTestApi({ schema, iamRoles: { admin: {} } })).rejects.toThrow(
    'A role cannot be called admin',
  );
  await expect(startTestApi({ schema, iamRoles: { one: { fields: ['Query.nothing'] } } })).rejects.toThrow(
    'The schema has no root field Query.nothing',
  );
});

test('a session token of another identity is refused, wherever it is replayed', async () => {
  const [ann, both] = [(await arnOf('ann')).credentials, (await arnOf('both')).credentials];
  const replayed = { ...ann, sessionToken: both.sessionToken };
  expect(await may(replayed, list)).toBe('refused 403');
  await expect(sts(replayed).getCallerIdentity()).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  });
  await expect(cognito(replayed).listUserPools({ MaxResults: 1 })).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});
