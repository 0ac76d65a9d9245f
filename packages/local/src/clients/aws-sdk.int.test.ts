import { createHmac } from 'node:crypto';
import { CognitoIdentity } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { STS, type STSClientConfig } from '@aws-sdk/client-sts';
import { fromCognitoIdentity, fromCognitoIdentityPool, fromWebToken } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../appsync/test-support/test-api.ts';
import { startEverybody } from './test-support/everybody.ts';

let api: TestApi;
let clientConfig: { region: string; endpoint: string };
let provider: string;
beforeAll(async () => {
  api = await startEverybody();
  const { region, url, userPoolId } = api.local;
  clientConfig = { region, endpoint: url };
  provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
});
afterAll(() => api.local.close());

const loginOf = async (username: string) => ({ [provider]: (await api.tokens(username)).IdToken });
type Provider = STSClientConfig['credentials'];
const whoIs = async (credentials: NonNullable<Provider>) =>
  (await new STS({ ...clientConfig, credentials }).getCallerIdentity({})).Arn;
const role = (name: string) => `arn:aws:sts::000000000000:assumed-role/${name}/CognitoIdentityCredentials`;

describe('@aws-sdk/client-cognito-identity-provider', () => {
  test('signs in without AWS credentials, with and without a secret, and tells who it is', async () => {
    const cognito = new CognitoIdentityProvider(clientConfig);
    const { clients, users } = api.local;
    const [{ username = '', password = '' } = {}] = users;
    const { clientId, clientSecret } = clients.confidential;
    const hash = createHmac('sha256', clientSecret)
      .update(username + clientId)
      .digest('base64');
    for (const [ClientId, proof] of [
      [clients.public.clientId, {}],
      [clientId, { SECRET_HASH: hash }],
    ] as const) {
      const AuthParameters = { USERNAME: username, PASSWORD: password, ...proof };
      const signIn = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
      const { AuthenticationResult } = await cognito.initiateAuth(signIn);
      const { AccessToken } = AuthenticationResult ?? {};
      expect(await cognito.getUser({ AccessToken })).toMatchObject({ Username: username });
    }
  });

  test('pages through users, and meets exceptions as classes', async () => {
    const { userPoolId: UserPoolId, roles } = api.local;
    const cognito = new CognitoIdentityProvider({ ...clientConfig, credentials: roles.admin });
    await cognito.adminCreateUser({ UserPoolId, Username: 'bob' });
    const seen: (string | undefined)[] = [];
    for await (const { Users } of cognito.paginateListUsers({ UserPoolId, Limit: 1 }, { pageSize: 1 })) {
      seen.push(...(Users ?? []).map(({ Username }) => Username));
    }
    expect(seen.toSorted()).toEqual(['ann', 'bob']);
    await expect(cognito.adminCreateUser({ UserPoolId, Username: 'bob' })).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User account already exists',
      $fault: 'client',
    });
  });
});

describe('@aws-sdk/credential-providers', () => {
  test('fromCognitoIdentityPool is a guest, or a user of the pool', async () => {
    const { identityPoolId } = api.local;
    expect(await whoIs(fromCognitoIdentityPool({ identityPoolId, clientConfig }))).toBe(role('unauthRole'));
    const logins = await loginOf('ann');
    expect(await whoIs(fromCognitoIdentityPool({ identityPoolId, clientConfig, logins }))).toBe(
      role('authRole'),
    );
  });

  test('fromCognitoIdentity is the identity that it names', async () => {
    const { identityPoolId: IdentityPoolId } = api.local;
    const logins = await loginOf('ann');
    const identities = new CognitoIdentity(clientConfig);
    const { IdentityId: identityId = '' } = await identities.getId({ IdentityPoolId, Logins: logins });
    const credentials = fromCognitoIdentity({ identityId, logins, clientConfig });
    expect(await whoIs(credentials)).toBe(role('authRole'));
    expect(await credentials()).toMatchObject({ identityId });
  });

  test('fromWebToken is the basic flow', async () => {
    const { identityPoolId: IdentityPoolId } = api.local;
    const Logins = await loginOf('ann');
    const identities = new CognitoIdentity(clientConfig);
    const { IdentityId } = await identities.getId({ IdentityPoolId, Logins });
    const { Token = '' } = await identities.getOpenIdToken({ IdentityId, Logins });
    const roleArn = 'arn:aws:iam::000000000000:role/authRole';
    const credentials = fromWebToken({
      roleArn,
      webIdentityToken: Token,
      roleSessionName: 'basic',
      clientConfig,
    });
    expect(await whoIs(credentials)).toBe('arn:aws:sts::000000000000:assumed-role/authRole/basic');
  });
});
