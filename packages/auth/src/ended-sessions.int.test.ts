import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend, type TestUser } from '@postern/local/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { userPoolSource, type UserPoolSource } from './index.ts';
import { administrator } from './test-support/administer.ts';
import { startCountingProxy, type CountingProxy } from './test-support/counting-proxy.ts';

const request = { url: '', method: 'POST', body: '' };
let local: TestBackend;
let cognito: CountingProxy;
let user: TestUser;
let source: UserPoolSource;
let rejected: Readonly<Record<string, string>>;
beforeAll(async () => {
  local = await startLocal({ schema: 'type Note @model { id: ID! }' });
  cognito = await startCountingProxy(local.url);
});
afterAll(async () => {
  cognito.close();
  await local.close();
});
beforeEach(async () => {
  user = await local.asUser();
  const { username, password } = user;
  const { region, userPoolId, clients } = local;
  source = userPoolSource({
    ...{ region, userPoolId, ...clients.public, username, password },
    endpoint: cognito.endpoint,
  });
  rejected = await source.headers(request);
  cognito.actions.length = 0;
});

const named = () => ({ UserPoolId: local.userPoolId, Username: user.username });
const admin = () => administrator(local);

test('a user who was disabled: said for each call, and never tried in a loop', async () => {
  await admin().send(new AdminDisableUserCommand(named()));
  for (let call = 0; call < 3; call += 1) {
    await expect(source.headers({ ...request, rejected })).rejects.toMatchObject({ code: 'user-disabled' });
  }
  expect(cognito.actions).toEqual(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH']);
});

test('a user who was deleted', async () => {
  await admin().send(new AdminDeleteUserCommand(named()));
  await expect(source.headers({ ...request, rejected })).rejects.toMatchObject({
    code: expect.stringMatching(/^(user-not-found|wrong-password)$/) as string,
  });
});

test('a user who was signed out everywhere signs in again, once', async () => {
  await admin().send(new AdminUserGlobalSignOutCommand(named()));
  const fresh = await Promise.all(Array.from({ length: 5 }, () => source.headers({ ...request, rejected })));
  expect(new Set(fresh.map(({ authorization }) => authorization)).size).toBe(1);
  expect(fresh[0]).not.toEqual(rejected);
  expect(cognito.actions).toEqual(['REFRESH_TOKEN_AUTH', 'USER_SRP_AUTH', 'RespondToAuthChallenge']);
});

test('a user whose password has to be reset', async () => {
  await admin().send(new AdminUserGlobalSignOutCommand(named()));
  await admin().send(new AdminResetUserPasswordCommand(named()));
  await expect(source.headers({ ...request, rejected })).rejects.toMatchObject({
    code: 'password-reset-required',
  });
});

test('a password that was changed elsewhere is sent once a minute at most, so that it locks nobody out', async () => {
  await admin().send(new AdminUserGlobalSignOutCommand(named()));
  await admin().send(
    new AdminSetUserPasswordCommand({ ...named(), Password: 'Another-Passw0rd', Permanent: true }),
  );
  for (let call = 0; call < 5; call += 1) {
    await expect(source.headers({ ...request, rejected })).rejects.toMatchObject({ code: 'wrong-password' });
  }
  expect(cognito.actions.filter((action) => action === 'RespondToAuthChallenge')).toHaveLength(1);
});
