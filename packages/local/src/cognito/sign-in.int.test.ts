import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { newPassword, secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

const clients = ['open', 'secret'] as const;
const proof = (kind: (typeof clients)[number], username: string) =>
  kind === 'secret' ? { SECRET_HASH: secretHash(username, pool.secret) } : {};
const byPassword = (username: string, password: string) =>
  sdk(pool).initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });

describe.each(clients)('with the app client %s', (kind) => {
  test('signs in by USER_PASSWORD_AUTH', async () => {
    const { username, password } = await makeUser(pool, { groups: ['Admin', 'BatchProcessor'] });
    const { AuthenticationResult: tokens } = await sdk(pool).initiateAuth({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool[kind].id,
      AuthParameters: { USERNAME: username, PASSWORD: password, ...proof(kind, username) },
    });
    expect(tokens).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
    const id = decodeJwt(tokens?.IdToken ?? '');
    const access = decodeJwt(tokens?.AccessToken ?? '');
    const common = {
      sub: expect.any(String) as string,
      iss: `https://cognito-idp.${pool.region}.amazonaws.com/${pool.poolId}`,
      'cognito:groups': ['Admin', 'BatchProcessor'],
    };
    expect(id).toMatchObject({
      ...common,
      aud: pool[kind].id,
      token_use: 'id',
      'cognito:username': username,
      email: `${username}@example.com`,
      email_verified: true,
    });
    expect(access).toMatchObject({
      ...common,
      client_id: pool[kind].id,
      token_use: 'access',
      username,
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(access.email).toBeUndefined();
    expect(id.origin_jti).toBe(access.origin_jti);
    expect(id.jti).not.toBe(access.jti);
  });

  test.each(['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'] as const)(
    'signs in by %s',
    async (AuthFlow) => {
      const { username, password } = await makeUser(pool);
      const { AuthenticationResult: tokens } = await sdk(pool).adminInitiateAuth({
        AuthFlow,
        UserPoolId: pool.poolId,
        ClientId: pool[kind].id,
        AuthParameters: { USERNAME: username, PASSWORD: password, ...proof(kind, username) },
      });
      expect(decodeJwt(tokens?.AccessToken ?? '')).toMatchObject({ username });
    },
  );

  test.each(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const)('refreshes by %s', async (AuthFlow) => {
    const { username, password } = await makeUser(pool);
    const first = await sdk(pool).initiateAuth({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool[kind].id,
      AuthParameters: { USERNAME: username, PASSWORD: password, ...proof(kind, username) },
    });
    const { AccessToken = '', RefreshToken = '' } = first.AuthenticationResult ?? {};
    const before = decodeJwt(AccessToken);
    const { AuthenticationResult: tokens } = await sdk(pool).initiateAuth({
      AuthFlow,
      ClientId: pool[kind].id,
      AuthParameters: { REFRESH_TOKEN: RefreshToken, ...proof(kind, before.sub ?? '') },
    });
    const after = decodeJwt(tokens?.AccessToken ?? '');
    expect(after).toMatchObject({ origin_jti: before.origin_jti, auth_time: before.auth_time });
    expect(after.jti).not.toBe(before.jti);
    expect(tokens?.RefreshToken).toBeUndefined();
    const ClientSecret = pool[kind].secret ?? undefined;
    const again = await sdk(pool).getTokensFromRefreshToken({
      RefreshToken,
      ClientId: pool[kind].id,
      ClientSecret,
    });
    expect(decodeJwt(again.AuthenticationResult?.IdToken ?? '').origin_jti).toBe(before.origin_jti);
  });

  test('asks for a new password and takes it', async () => {
    const { username, password } = await makeUser(pool, { temporary: true });
    const asked = await sdk(pool).initiateAuth({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool[kind].id,
      AuthParameters: { USERNAME: username, PASSWORD: password, ...proof(kind, username) },
    });
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(asked.AuthenticationResult).toBeUndefined();
    expect(JSON.parse(asked.ChallengeParameters?.userAttributes ?? '')).toMatchObject({
      email: `${username}@example.com`,
    });
    const chosen = newPassword();
    const { AuthenticationResult: tokens } = await sdk(pool).respondToAuthChallenge({
      ClientId: pool[kind].id,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: asked.Session,
      ChallengeResponses: {
        USERNAME: username,
        NEW_PASSWORD: chosen,
        'userAttributes.given_name': 'Ann',
        ...proof(kind, username),
      },
    });
    expect(decodeJwt(tokens?.IdToken ?? '')).toMatchObject({ given_name: 'Ann' });
    await expect(byPassword(username, password)).rejects.toThrow('Incorrect username or password.');
    expect((await byPassword(username, chosen)).AuthenticationResult).toBeDefined();
    const shown = await sdk(pool).adminGetUser({ UserPoolId: pool.poolId, Username: username });
    expect(shown.UserStatus).toBe('CONFIRMED');
  });
});

test('takes the name in another case and the sub for the user', async () => {
  const { username, password } = await makeUser(pool);
  const { AuthenticationResult: tokens } = await byPassword(username.toUpperCase(), password);
  const { sub = '', username: claimed } = decodeJwt(tokens?.AccessToken ?? '');
  expect(claimed).toBe(username);
  expect((await byPassword(sub, password)).AuthenticationResult).toBeDefined();
});

test("keeps each client's token validity", async () => {
  const { username, password } = await makeUser(pool);
  const { UserPoolClient } = await sdk(pool).createUserPoolClient({
    UserPoolId: pool.poolId,
    ClientName: 'short',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    AccessTokenValidity: 10,
    IdTokenValidity: 300,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds' },
  });
  const { AuthenticationResult: tokens } = await sdk(pool).initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: UserPoolClient?.ClientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const lifetime = ({ exp = 0, iat = 0 }) => exp - iat;
  expect(lifetime(decodeJwt(tokens?.AccessToken ?? ''))).toBe(600);
  expect(lifetime(decodeJwt(tokens?.IdToken ?? ''))).toBe(300);
  expect(tokens?.ExpiresIn).toBe(600);
});
