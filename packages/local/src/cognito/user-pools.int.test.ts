import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdk } from './test-support/administer.ts';
import { rpc } from './test-support/rpc.ts';
import { newPassword, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const;

interface OtherPool {
  readonly id: string;
  readonly clientId: string;
  readonly password: string;
}

/** Another pool on the same server, with an app client and a user. */
async function another(username = 'ann'): Promise<OtherPool> {
  const { UserPool } = await sdk(pool).createUserPool({ PoolName: 'another' });
  const id = UserPool?.Id ?? '';
  const { UserPoolClient } = await sdk(pool).createUserPoolClient({
    UserPoolId: id,
    ClientName: 'c',
    ExplicitAuthFlows: [...flows],
  });
  const password = newPassword();
  await addUser(id, username, password);
  return { id, clientId: UserPoolClient?.ClientId ?? '', password };
}

async function addUser(UserPoolId: string, Username: string, Password: string): Promise<void> {
  await sdk(pool).adminCreateUser({ UserPoolId, Username });
  await sdk(pool).adminSetUserPassword({ UserPoolId, Username, Password, Permanent: true });
}

async function signIn(ClientId: string, USERNAME: string, PASSWORD: string) {
  const { AuthenticationResult } = await sdk(pool).initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId,
    AuthParameters: { USERNAME, PASSWORD },
  });
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken };
}

describe('user pools on one server', () => {
  test('are made, described, listed page by page, renamed and deleted', async () => {
    const admin = sdk(pool);
    const made: string[] = [];
    for (const PoolName of ['one', 'two', 'three']) {
      const { UserPool } = await admin.createUserPool({ PoolName, UserPoolTags: { team: 'a' } });
      expect(UserPool).toMatchObject({ Name: PoolName, UserPoolTags: { team: 'a' } });
      expect(UserPool?.Id).toMatch(/^eu-central-1_[0-9a-zA-Z]{9}$/);
      expect(UserPool?.CreationDate).toBeInstanceOf(Date);
      made.push(UserPool?.Id ?? '');
    }
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await admin.listUserPools({ MaxResults: 2, ...(NextToken ? { NextToken } : {}) });
      expect(page.UserPools?.length).toBeLessThanOrEqual(2);
      seen.push(...(page.UserPools ?? []).map(({ Id }) => Id));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toEqual([pool.poolId, ...made]);
    const [UserPoolId = ''] = made;
    await admin.updateUserPool({ UserPoolId, PoolName: 'uno' });
    expect((await admin.describeUserPool({ UserPoolId })).UserPool).toMatchObject({
      Id: UserPoolId,
      Name: 'uno',
    });
    for (const id of made) await admin.deleteUserPool({ UserPoolId: id });
    await expect(admin.describeUserPool({ UserPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool ${UserPoolId} does not exist.`,
    });
    expect((await admin.listUserPools({ MaxResults: 60 })).UserPools).toHaveLength(1);
  });

  test('have keys of their own', async () => {
    const other = await another();
    const keysOf = async (id: string) => {
      const response = await fetch(`${pool.url}/${id}/.well-known/jwks.json`);
      return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const { AccessToken } = await signIn(other.clientId, 'ann', other.password);
    const { kid } = decodeProtectedHeader(AccessToken);
    expect(await keysOf(other.id)).toEqual([kid]);
    expect(await keysOf(pool.poolId)).not.toContain(kid);
    expect(decodeJwt(AccessToken).iss).toBe(`https://cognito-idp.eu-central-1.amazonaws.com/${other.id}`);
    expect((await fetch(`${pool.url}/eu-central-1_nobody/.well-known/jwks.json`)).status).toBe(404);
  });

  test('go when they are deleted, with everybody in them', async () => {
    const other = await another();
    const { AccessToken, RefreshToken } = await signIn(other.clientId, 'ann', other.password);
    expect((await sdk(pool).getUser({ AccessToken })).Username).toBe('ann');
    await sdk(pool).deleteUserPool({ UserPoolId: other.id });
    await expect(sdk(pool).getUser({ AccessToken })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(
      sdk(pool).getTokensFromRefreshToken({ ClientId: other.clientId, RefreshToken }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(signIn(other.clientId, 'ann', other.password)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('stay where they are protected, and where the API needs them', async () => {
    const { UserPool } = await sdk(pool).createUserPool({ PoolName: 'kept', DeletionProtection: 'ACTIVE' });
    const UserPoolId = UserPool?.Id ?? '';
    await expect(sdk(pool).deleteUserPool({ UserPoolId })).rejects.toThrow(
      'deletion protection is activated',
    );
    await sdk(pool).updateUserPool({ UserPoolId, DeletionProtection: 'INACTIVE' });
    await sdk(pool).deleteUserPool({ UserPoolId });
    await expect(sdk(pool).deleteUserPool({ UserPoolId: pool.poolId })).rejects.toThrow(
      'its API takes the tokens of that pool',
    );
  });

  test('are for administrators only', async () => {
    await expect(sdk(pool, pool.other).createUserPool({ PoolName: 'x' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect((await rpc(pool, 'CreateUserPool', { PoolName: 'x' })).type).toBe(
      'MissingAuthenticationTokenException',
    );
  });

  test('outlive a restart of the server', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    const first = await startTestPool(database);
    const { UserPool } = await sdk(first).createUserPool({ PoolName: 'lasting', UserPoolTags: { a: 'b' } });
    const UserPoolId = UserPool?.Id ?? '';
    const keys = async ({ url }: TestPool) =>
      (await fetch(`${url}/${UserPoolId}/.well-known/jwks.json`)).text();
    const before = await keys(first);
    await first.close();
    const second = await startTestPool(database);
    expect((await sdk(second).describeUserPool({ UserPoolId })).UserPool).toMatchObject({
      Name: 'lasting',
      UserPoolTags: { a: 'b' },
    });
    expect(await keys(second)).toBe(before);
    expect(second.poolId).toBe(first.poolId);
    await second.close();
  });
});

describe('administering', () => {
  test('lists the users that a filter finds, with the attributes that are asked for', async () => {
    const { UserPool } = await sdk(pool).createUserPool({ PoolName: 'listed' });
    const UserPoolId = UserPool?.Id ?? '';
    for (const Username of ['ann', 'anna', 'bob']) {
      const UserAttributes = [
        { Name: 'email', Value: `${Username}@example.com` },
        { Name: 'given_name', Value: Username },
      ];
      await sdk(pool).adminCreateUser({ UserPoolId, Username, UserAttributes });
    }
    const found = async (Filter: string) =>
      (await sdk(pool).listUsers({ UserPoolId, Filter, AttributesToGet: ['email'] })).Users;
    expect((await found('given_name ^= "an"'))?.map(({ Username }) => Username)).toEqual(['ann', 'anna']);
    expect((await found('email = "bob@example.com"'))?.[0]?.Attributes).toEqual([
      { Name: 'email', Value: 'bob@example.com' },
    ]);
    for (const wrong of ['custom:x = "y"', 'email like "x"', '__proto__ = "x"', 'email = x']) {
      await expect(found(wrong)).rejects.toThrow('Error while parsing filter.');
    }
    const who = { UserPoolId, Username: 'ann' };
    await sdk(pool).adminDeleteUserAttributes({ ...who, UserAttributeNames: ['email'] });
    const { UserAttributes } = await sdk(pool).adminGetUser(who);
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'given_name']);
  });

  test('changes a group and leaves alone what it does not name', async () => {
    const which = { UserPoolId: pool.poolId, GroupName: 'changing' };
    const RoleArn = 'arn:aws:iam::000000000000:role/one';
    await sdk(pool).createGroup({ ...which, Description: 'first', RoleArn });
    await sdk(pool).updateGroup({ ...which, Precedence: 3 });
    expect((await sdk(pool).getGroup(which)).Group).toMatchObject({
      Description: 'first',
      Precedence: 3,
      RoleArn,
    });
    await expect(sdk(pool).updateGroup({ ...which, GroupName: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('lets somebody take attributes away that are its own', async () => {
    const other = await another();
    const { AccessToken } = await signIn(other.clientId, 'ann', other.password);
    const UserAttributes = [{ Name: 'nickname', Value: 'a' }];
    await sdk(pool).updateUserAttributes({ AccessToken, UserAttributes });
    await sdk(pool).deleteUserAttributes({ AccessToken, UserAttributeNames: ['nickname'] });
    const { UserAttributes: left } = await sdk(pool).getUser({ AccessToken });
    expect(left?.map(({ Name }) => Name)).toEqual(['sub']);
    await expect(
      sdk(pool).deleteUserAttributes({ AccessToken, UserAttributeNames: ['sub'] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('tags a pool', async () => {
    const { UserPool } = await sdk(pool).createUserPool({ PoolName: 'tagged', UserPoolTags: { a: '1' } });
    const ResourceArn = UserPool?.Arn ?? '';
    await sdk(pool).tagResource({ ResourceArn, Tags: { b: '2' } });
    await sdk(pool).untagResource({ ResourceArn, TagKeys: ['a'] });
    expect((await sdk(pool).listTagsForResource({ ResourceArn })).Tags).toEqual({ b: '2' });
    await expect(sdk(pool).listTagsForResource({ ResourceArn: `${ResourceArn}x` })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('what one pool gave out is nothing to another', () => {
  test('users and groups', async () => {
    const [one, two] = [await another('ann'), await another('bob')];
    await expect(sdk(pool).adminGetUser({ UserPoolId: one.id, Username: 'bob' })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(signIn(one.clientId, 'bob', two.password)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await sdk(pool).createGroup({ UserPoolId: one.id, GroupName: 'Admin' });
    await expect(
      sdk(pool).adminAddUserToGroup({ UserPoolId: two.id, Username: 'bob', GroupName: 'Admin' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await sdk(pool).listUsers({ UserPoolId: one.id })).Users).toHaveLength(1);
  });

  test('app clients', async () => {
    const [one, two] = [await another(), await another()];
    await expect(
      sdk(pool).describeUserPoolClient({ UserPoolId: one.id, ClientId: two.clientId }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      sdk(pool).adminInitiateAuth({
        UserPoolId: one.id,
        ClientId: two.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ann', PASSWORD: two.password },
      }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('refresh tokens and sign-ins of users of the same name', async () => {
    const [one, two] = [await another('ann'), await another('ann')];
    const mine = await signIn(one.clientId, 'ann', one.password);
    const theirs = await signIn(two.clientId, 'ann', two.password);
    const { RefreshToken } = theirs;
    await expect(
      sdk(pool).getTokensFromRefreshToken({ ClientId: one.clientId, RefreshToken }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Refresh Token.' });
    await expect(
      sdk(pool).revokeToken({ ClientId: one.clientId, Token: RefreshToken }),
    ).rejects.toMatchObject({ name: 'UnauthorizedException' });
    await sdk(pool).adminUserGlobalSignOut({ UserPoolId: one.id, Username: 'ann' });
    await expect(sdk(pool).getUser({ AccessToken: mine.AccessToken })).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
    expect((await sdk(pool).getUser({ AccessToken: theirs.AccessToken })).Username).toBe('ann');
    await expect(signIn(one.clientId, 'ann', two.password)).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
  });

  test('sessions', async () => {
    const [one, two] = [await another(), await another()];
    const begin = async ({ id, clientId }: OtherPool, Username: string) => {
      const TemporaryPassword = newPassword();
      await sdk(pool).adminCreateUser({ UserPoolId: id, Username, TemporaryPassword });
      const { Session = '' } = await sdk(pool).initiateAuth({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: Username, PASSWORD: TemporaryPassword },
      });
      return Session;
    };
    const session = await begin(one, 'new');
    await begin(two, 'new');
    const answer = (ClientId: string) =>
      sdk(pool).respondToAuthChallenge({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: session,
        ChallengeResponses: { USERNAME: 'new', NEW_PASSWORD: newPassword() },
      });
    await expect(answer(two.clientId)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await answer(one.clientId)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('tokens, even when they say that they are of the other pool', async () => {
    const [one, two] = [await another(), await another()];
    const { AccessToken } = await signIn(one.clientId, 'ann', one.password);
    const [head, body = '', signature] = AccessToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(
      JSON.stringify({ ...claims, iss: String(claims.iss).replace(one.id, two.id), client_id: two.clientId }),
    ).toString('base64url');
    for (const token of [`${head}.${forged}.${signature}`, 'a.b.c', `${head}.bnVsbA.${signature}`]) {
      await expect(sdk(pool).getUser({ AccessToken: token })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
      });
    }
    await expect(pool.cognito.verifyToken(AccessToken)).rejects.toMatchObject({ problem: 'invalid' });
  });
});
