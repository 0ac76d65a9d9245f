import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeUser, sdk } from './test-support/administer.ts';
import { rpc, type Answer } from './test-support/rpc.ts';
import { newPassword, secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

// What AWS refuses, with AWS's exceptions and messages: every hole of the emulators before this one is closed here.
let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

interface User {
  readonly username: string;
  readonly password: string;
}
const signIn = (user: User, { clientId = pool.open.id, extra = {}, flow = 'USER_PASSWORD_AUTH' } = {}) =>
  rpc(pool, 'InitiateAuth', {
    AuthFlow: flow,
    ClientId: clientId,
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password, ...extra },
  });
const tokensOf = async (user: User): Promise<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>> =>
  (await signIn(user)).body.AuthenticationResult as never;
const refresh = (REFRESH_TOKEN: string, ClientId = pool.open.id) =>
  rpc(pool, 'InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId, AuthParameters: { REFRESH_TOKEN } });
const answer = (user: User, session: string | undefined, password = newPassword(), clientId = pool.open.id) =>
  rpc(pool, 'RespondToAuthChallenge', {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ClientId: clientId,
    Session: session,
    ChallengeResponses: { USERNAME: user.username, NEW_PASSWORD: password },
  });
const makeClient = async (settings: Partial<CreateUserPoolClientCommandInput>): Promise<string> => {
  const made = await sdk(pool).createUserPoolClient({
    UserPoolId: pool.poolId,
    ClientName: 'c',
    ...settings,
  });
  return made.UserPoolClient?.ClientId ?? '';
};
const named = (user: User) => ({ UserPoolId: pool.poolId, Username: user.username });

function expectRefusal(given: Answer, type: string, message: string): void {
  expect(given).toMatchObject({ status: 400, type, message });
  expect(given.headers.get('x-amzn-errortype')).toBe(`${type}:`);
  expect(given.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
}
const refused = (given: Answer, message: string): void =>
  expectRefusal(given, 'NotAuthorizedException', message);

test('refuses a wrong password', async () => {
  const user = await makeUser(pool);
  refused(await signIn({ ...user, password: newPassword() }), 'Incorrect username or password.');
});

test('refuses a wrong temporary password', async () => {
  const user = await makeUser(pool, { temporary: true });
  refused(await signIn({ ...user, password: newPassword() }), 'Incorrect username or password.');
});

test('refuses a temporary password after seven days', async () => {
  const own = await startTestPool();
  const user = await makeUser(own, { temporary: true });
  own.advance(7 * 86_400_000);
  const given = await rpc(own, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: own.open.id,
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
  });
  refused(given, 'Temporary password has expired and must be reset by an administrator.');
  await own.close();
});

test('tells an unknown user only where the app client lets it', async () => {
  const nobody = { username: 'nobody', password: newPassword() };
  expectRefusal(await signIn(nobody), 'UserNotFoundException', 'User does not exist.');
  const clientId = await makeClient({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  });
  refused(await signIn(nobody, { clientId }), 'Incorrect username or password.');
  const challenge = () => signIn(nobody, { clientId, flow: 'USER_SRP_AUTH', extra: { SRP_A: 'ABCDEF' } });
  const salt = async () => ((await challenge()).body.ChallengeParameters as { SALT: string }).SALT;
  expect(await salt()).toBe(await salt());
});

test.each(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH'])('refuses a disabled user by %s', async (flow) => {
  const user = await makeUser(pool);
  const { RefreshToken } = await tokensOf(user);
  await sdk(pool).adminDisableUser(named(user));
  refused(await signIn(user, { flow, extra: { SRP_A: 'ABCDEF' } }), 'User is disabled.');
  refused(await refresh(RefreshToken), 'User is disabled.');
  await sdk(pool).adminEnableUser(named(user));
  expect((await signIn(user)).status).toBe(200);
});

test('refuses a user whose password was reset', async () => {
  const user = await makeUser(pool);
  await sdk(pool).adminResetUserPassword(named(user));
  const message = 'Password reset required for the user';
  expectRefusal(await signIn(user), 'PasswordResetRequiredException', message);
});

test('refuses the flows that an app client has not switched on', async () => {
  const user = await makeUser(pool);
  const clientId = await makeClient({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
  const by = async (flow: string, message: string) =>
    expectRefusal(
      await signIn(user, { clientId, flow, extra: { SRP_A: 'AB' } }),
      'InvalidParameterException',
      message,
    );
  await by('USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client');
  await by('USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.');
  const byAdmin = sdk(pool).adminInitiateAuth({
    UserPoolId: pool.poolId,
    ClientId: clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
  });
  await expect(byAdmin).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Auth flow not enabled for this client',
  });
  const { RefreshToken } = await tokensOf(user);
  const only = await makeClient({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
  const said = 'Refresh Token flow not enabled for this client';
  expectRefusal(await refresh(RefreshToken, only), 'InvalidParameterException', said);
});

test('refuses the flows of the other action, and by name those that it has not', async () => {
  const user = await makeUser(pool);
  const by = async (flow: string) => (await signIn(user, { flow })).message;
  expect(await by('ADMIN_USER_PASSWORD_AUTH')).toBe('Initiate Auth method not supported.');
  expect(await by('CUSTOM_AUTH')).toBe('CUSTOM_AUTH is not enabled for the client.');
  expect(await by('USER_AUTH')).toBe('USER_AUTH is not enabled for the client.');
  expect(await by('constructor')).toContain('Member must satisfy enum value set');
});

test('holds an app client to its secret', async () => {
  const user = await makeUser(pool);
  const { id } = pool.secret;
  const by = (extra: object) => signIn(user, { clientId: id, extra });
  refused(await by({}), `Client ${id} is configured with secret but SECRET_HASH was not received`);
  const wrong = `Unable to verify secret hash for client ${id}`;
  refused(await by({ SECRET_HASH: 'bm90IGl0' }), wrong);
  refused(await by({ SECRET_HASH: secretHash('another', pool.secret) }), wrong);
  refused(await by({ SECRET_HASH: secretHash(user.username, { ...pool.secret, secret: 'other' }) }), wrong);
  const publicClient = await signIn(user, { extra: { SECRET_HASH: secretHash(user.username, pool.secret) } });
  refused(publicClient, `Unable to verify secret hash for client ${pool.open.id}`);
});

test('refuses an unknown app client and an unknown pool', async () => {
  const user = await makeUser(pool);
  const said = 'User pool client unknown does not exist.';
  expectRefusal(await signIn(user, { clientId: 'unknown' }), 'ResourceNotFoundException', said);
  await expect(sdk(pool).listUsers({ UserPoolId: 'eu-central-1_Unknown' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool eu-central-1_Unknown does not exist.',
  });
});

test('refuses sessions that are made up, used, expired, or of somebody else', async () => {
  const own = await makeUser(pool, { temporary: true });
  const other = await makeUser(pool, { temporary: true });
  const session = async (user: User) => String((await signIn(user)).body.Session);
  const invalid = 'Invalid session for the user.';
  refused(await answer(own, 'bWFkZSB1cA=='), invalid);
  expectRefusal(
    await answer(own, undefined),
    'InvalidParameterException',
    'Missing required parameter Session',
  );
  refused(await answer(other, await session(own)), invalid);
  const second = await makeClient({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
  refused(await answer(own, await session(own), newPassword(), second), invalid);
  const old = await session(own);
  pool.advance(3 * 60_000);
  refused(await answer(own, old), 'Invalid session for the user, session is expired.');
  const good = await session(own);
  expect((await answer(own, good)).status).toBe(200);
  refused(await answer(own, good), invalid);
});

test('leaves a session open when the new password breaks the policy', async () => {
  const user = await makeUser(pool, { temporary: true });
  const session = String((await signIn(user)).body.Session);
  expectRefusal(
    await answer(user, session, 'alllowercase1!'),
    'InvalidPasswordException',
    'Password did not conform with policy: Password must have uppercase characters',
  );
  expect((await answer(user, session)).status).toBe(200);
});

test('keeps a user from changing with the password what an administrator gave', async () => {
  const user = await makeUser(pool, { temporary: true });
  const Session = (await signIn(user)).body.Session;
  const respond = await rpc(pool, 'RespondToAuthChallenge', {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ClientId: pool.open.id,
    Session,
    ChallengeResponses: {
      USERNAME: user.username,
      NEW_PASSWORD: newPassword(),
      'userAttributes.email': 'other@example.com',
    },
  });
  refused(respond, 'Cannot modify an already provided email');
});

test('refuses refresh tokens that are made up, revoked, expired, or of another app client', async () => {
  const user = await makeUser(pool);
  refused(await refresh('made-up'), 'Invalid Refresh Token.');
  const { RefreshToken, AccessToken } = await tokensOf(user);
  const second = await makeClient({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
  refused(await refresh(RefreshToken, second), 'Invalid Refresh Token.');
  expect(await rpc(pool, 'RevokeToken', { ClientId: pool.open.id, Token: RefreshToken })).toMatchObject({
    body: {},
  });
  refused(await refresh(RefreshToken), 'Refresh Token has been revoked');
  refused(await rpc(pool, 'GetUser', { AccessToken }), 'Access Token has been revoked');
  const { RefreshToken: later } = await tokensOf(user);
  pool.advance(30 * 86_400_000);
  refused(await refresh(later), 'Refresh Token has expired');
  const wrongKind = await rpc(pool, 'RevokeToken', { ClientId: pool.open.id, Token: AccessToken });
  expectRefusal(wrongKind, 'UnsupportedTokenTypeException', 'Unsupported token type');
});

test("keeps a confidential client's tokens from whoever lacks its secret", async () => {
  const user = await makeUser(pool);
  const extra = { SECRET_HASH: secretHash(user.username, pool.secret) };
  const { body } = await signIn(user, { clientId: pool.secret.id, extra });
  const { RefreshToken } = body.AuthenticationResult as { RefreshToken: string };
  const ClientId = pool.secret.id;
  refused(
    await refresh(RefreshToken, ClientId),
    `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  );
  const ClientSecret = 'wrong';
  const revoke = await rpc(pool, 'RevokeToken', { ClientId, ClientSecret, Token: RefreshToken });
  expect(revoke.type).toBe('NotAuthorizedException');
  const renew = await rpc(pool, 'GetTokensFromRefreshToken', { ClientId, ClientSecret, RefreshToken });
  expect(renew.type).toBe('NotAuthorizedException');
});

test('signs a user out everywhere', async () => {
  const user = await makeUser(pool);
  const [here, there] = [await tokensOf(user), await tokensOf(user)];
  expect((await rpc(pool, 'GlobalSignOut', { AccessToken: here.AccessToken })).status).toBe(200);
  for (const { AccessToken, RefreshToken } of [here, there]) {
    refused(await rpc(pool, 'GetUser', { AccessToken }), 'Access Token has been revoked');
    refused(await refresh(RefreshToken), 'Refresh Token has been revoked');
  }
  const anew = await tokensOf(user);
  expect((await rpc(pool, 'GetUser', { AccessToken: anew.AccessToken })).status).toBe(200);
  await sdk(pool).adminUserGlobalSignOut(named(user));
  refused(await refresh(anew.RefreshToken), 'Refresh Token has been revoked');
});

test('says of whoever was disabled or deleted since that they were', async () => {
  const user = await makeUser(pool);
  const { AccessToken } = await tokensOf(user);
  await sdk(pool).adminDisableUser(named(user));
  refused(await rpc(pool, 'GetUser', { AccessToken }), 'User is disabled.');
  await sdk(pool).adminEnableUser(named(user));
  expect((await rpc(pool, 'GetUser', { AccessToken })).status).toBe(200);
  await sdk(pool).adminDeleteUser(named(user));
  const answer = await rpc(pool, 'GetUser', { AccessToken });
  expectRefusal(answer, 'UserNotFoundException', 'User does not exist.');
});

test('takes nothing but a valid access token for the actions of a user', async () => {
  const user = await makeUser(pool);
  const { AccessToken, IdToken } = await tokensOf(user);
  const getUser = (token: string) => rpc(pool, 'GetUser', { AccessToken: token });
  refused(await getUser(IdToken), 'Invalid Access Token');
  refused(await getUser('nonsense'), 'Invalid Access Token');
  refused(await getUser(`${AccessToken.slice(0, -8)}AAAAAAAA`), 'Invalid Access Token');
  pool.advance(3_600_000);
  refused(await getUser(AccessToken), 'Access Token has expired');
});

test('changes a password only for whoever knows the old one', async () => {
  const user = await makeUser(pool);
  const { AccessToken } = await tokensOf(user);
  const change = (PreviousPassword: string, ProposedPassword: string) =>
    rpc(pool, 'ChangePassword', { AccessToken, PreviousPassword, ProposedPassword });
  const chosen = newPassword();
  refused(await change(newPassword(), chosen), 'Incorrect username or password.');
  expect((await change(user.password, 'short')).type).toBe('InvalidPasswordException');
  expect((await change(user.password, chosen)).status).toBe(200);
  refused(await signIn(user), 'Incorrect username or password.');
  expect((await signIn({ ...user, password: chosen })).status).toBe(200);
});
