import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
  await sdk(pool).createResourceServer({
    UserPoolId: pool.poolId,
    Identifier: 'items',
    Name: 'items',
    Scopes: [
      { ScopeName: 'read', ScopeDescription: 'reads' },
      { ScopeName: 'write', ScopeDescription: 'writes' },
    ],
  });
});
afterAll(() => pool.close());

const create = async (settings: object) => {
  const { UserPoolClient } = await sdk(pool).createUserPoolClient({
    UserPoolId: pool.poolId,
    ClientName: 'made',
    ...settings,
  });
  return {
    id: UserPoolClient?.ClientId ?? '',
    secret: UserPoolClient?.ClientSecret ?? '',
    ...UserPoolClient,
  };
};

describe('two secrets of an app client', () => {
  test('are both good, so that callers change over one by one', async () => {
    const { id, secret } = await create({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    });
    const which = { UserPoolId: pool.poolId, ClientId: id };
    const { username, password } = await makeUser(pool);
    const signIn = (value: string) =>
      sdk(pool).initiateAuth({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: id,
        AuthParameters: {
          USERNAME: username,
          PASSWORD: password,
          SECRET_HASH: secretHash(username, { id, secret: value }),
        },
      });
    const { ClientSecretDescriptor: added } = await sdk(pool).addUserPoolClientSecret(which);
    expect(added?.ClientSecretId).toMatch(new RegExp(`^${id}--\\d+$`));
    const next = added?.ClientSecretValue ?? '';
    for (const value of [secret, next]) expect((await signIn(value)).AuthenticationResult).toBeDefined();
    await expect(sdk(pool).addUserPoolClientSecret(which)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    const { ClientSecrets = [] } = await sdk(pool).listUserPoolClientSecrets(which);
    expect(ClientSecrets).toHaveLength(2);
    expect(ClientSecrets.every(({ ClientSecretValue }) => ClientSecretValue === undefined)).toBe(true);
    await sdk(pool).deleteUserPoolClientSecret({
      ...which,
      ClientSecretId: ClientSecrets[0]?.ClientSecretId,
    });
    await expect(signIn(secret)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(next)).AuthenticationResult).toBeDefined();
    await expect(
      sdk(pool).deleteUserPoolClientSecret({ ...which, ClientSecretId: added?.ClientSecretId }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('are not for a public client', async () => {
    const { id } = await create({});
    await expect(
      sdk(pool).addUserPoolClientSecret({ UserPoolId: pool.poolId, ClientId: id }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('rotation of refresh tokens', () => {
  const rotating = async (RetryGracePeriodSeconds: number) => {
    const { id } = await create({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds },
    });
    const { username, password } = await makeUser(pool);
    const { AuthenticationResult } = await sdk(pool).initiateAuth({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: id,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const refresh = async (RefreshToken: string) =>
      (await sdk(pool).getTokensFromRefreshToken({ ClientId: id, RefreshToken })).AuthenticationResult;
    return { id, first: AuthenticationResult?.RefreshToken ?? '', refresh };
  };

  test('gives a new one each time; the old one is good for the grace period', async () => {
    const { first, refresh } = await rotating(10);
    const second = await refresh(first);
    expect(second?.RefreshToken).toBeDefined();
    expect(second?.RefreshToken).not.toBe(first);
    pool.advance(9_000);
    expect(await refresh(first)).toBeDefined();
    pool.advance(2_000);
    await expect(refresh(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    const third = await refresh(second?.RefreshToken ?? '');
    expect(third?.AccessToken).toBeDefined();
    expect(decodeJwt(third?.AccessToken ?? '').origin_jti).toBe(
      decodeJwt(second?.AccessToken ?? '').origin_jti,
    );
  });

  test('does not make a sign-in longer', async () => {
    const { first, refresh } = await rotating(0);
    pool.advance(29 * 86_400_000);
    const { RefreshToken: next = '' } = (await refresh(first)) ?? {};
    pool.advance(2 * 86_400_000);
    await expect(refresh(next)).rejects.toMatchObject({ message: 'Refresh Token has expired' });
  });

  test('leaves no room for REFRESH_TOKEN_AUTH', async () => {
    const { id, first } = await rotating(0);
    await expect(
      sdk(pool).initiateAuth({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: id,
        AuthParameters: { REFRESH_TOKEN: first },
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      create({
        ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED' },
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('can be switched on later, and what an update leaves out goes back to its default', async () => {
    const { id, ...made } = await create({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'minutes' },
    });
    expect(made.AccessTokenValidity).toBe(300);
    const { UserPoolClient } = await sdk(pool).updateUserPoolClient({
      UserPoolId: pool.poolId,
      ClientId: id,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 5 },
    });
    expect(UserPoolClient).toMatchObject({
      ClientName: 'made',
      AccessTokenValidity: 3600,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 5 },
    });
  });
});

describe('a machine', () => {
  const machine = (scopes = ['items/read']) =>
    create({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: scopes,
      AllowedOAuthFlowsUserPoolClient: true,
    });

  test('gets a token for its own scopes by GetClientToken', async () => {
    const { id, secret } = await machine(['items/read', 'items/write']);
    const { ClientAuthenticationResult: all } = await sdk(pool).getClientToken({
      ClientId: id,
      Secret: secret,
    });
    expect(all).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
    expect(decodeJwt(all?.AccessToken ?? '')).toMatchObject({
      sub: id,
      client_id: id,
      token_use: 'access',
      scope: 'items/read items/write',
    });
    const { ClientAuthenticationResult: one } = await sdk(pool).getClientToken({
      ClientId: id,
      Secret: secret,
      Scopes: ['items/write'],
    });
    const verifier = CognitoJwtVerifier.create({
      userPoolId: pool.poolId,
      tokenUse: 'access',
      clientId: id,
      scope: 'items/write',
    });
    const jwks = await (await fetch(`${pool.url}/${pool.poolId}/.well-known/jwks.json`)).json();
    verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0]);
    expect((await verifier.verify(one?.AccessToken ?? '')).scope).toBe('items/write');
  });

  test('is refused with a wrong secret, a scope that is not its own, or a client that is for people', async () => {
    const { id, secret } = await machine();
    await expect(sdk(pool).getClientToken({ ClientId: id, Secret: `${secret}x` })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(
      sdk(pool).getClientToken({ ClientId: id, Secret: secret, Scopes: ['items/write'] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(
      sdk(pool).getClientToken({ ClientId: pool.secret.id, Secret: pool.secret.secret }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk(pool).getClientToken({ ClientId: pool.open.id, Secret: 'x' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  test('has one flow, a secret, and scopes that exist', async () => {
    await expect(create({ ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(machine(['items/burn'])).rejects.toMatchObject({ name: 'ScopeDoesNotExistException' });
    await expect(create({ AllowedOAuthFlows: ['implicit'] })).rejects.toThrow(
      'The OAuth flow implicit is not supported by the local user pool.',
    );
  });

  test('loses a scope with its resource server', async () => {
    const which = { UserPoolId: pool.poolId, Identifier: 'gone' };
    await sdk(pool).createResourceServer({
      ...which,
      Name: 'gone',
      Scopes: [{ ScopeName: 'x', ScopeDescription: 'x' }],
    });
    const { id, secret } = await machine(['gone/x', 'items/read']);
    const { ResourceServers } = await sdk(pool).listResourceServers({
      UserPoolId: pool.poolId,
      MaxResults: 50,
    });
    expect(ResourceServers?.map(({ Identifier }) => Identifier)).toEqual(['gone', 'items']);
    await sdk(pool).deleteResourceServer(which);
    const { ClientAuthenticationResult } = await sdk(pool).getClientToken({ ClientId: id, Secret: secret });
    expect(decodeJwt(ClientAuthenticationResult?.AccessToken ?? '').scope).toBe('items/read');
    await expect(sdk(pool).describeResourceServer(which)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
