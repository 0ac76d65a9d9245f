// In a user pool where people sign in with their e-mail address, Cognito knows them by another name.
import {
  AdminCreateUserCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userPoolSource, type Challenge, type UserPoolOptions } from './index.ts';
import { administrator } from './test-support/administer.ts';

const request = { url: '', method: 'POST', body: '' };
const password = 'Correct-Horse-1';
let local: TestBackend;
let userPoolId = '';
let clients: Record<'public' | 'confidential', { clientId: string; clientSecret?: string }>;
beforeAll(async () => {
  local = await startLocal({ schema: 'type Note @model { id: ID! }' });
  const admin = administrator(local);
  const { UserPool } = await admin.send(
    new CreateUserPoolCommand({
      PoolName: 'addresses',
      UsernameAttributes: ['email'],
      Schema: [{ Name: 'family_name', Required: true, Mutable: true, AttributeDataType: 'String' }],
    }),
  );
  userPoolId = UserPool?.Id ?? '';
  const made = await Promise.all(
    [false, true].map(async (GenerateSecret) => {
      const { UserPoolClient } = await admin.send(
        new CreateUserPoolClientCommand({
          UserPoolId: userPoolId,
          ClientName: 'test',
          GenerateSecret,
          ExplicitAuthFlows: [
            'ALLOW_USER_SRP_AUTH',
            'ALLOW_USER_PASSWORD_AUTH',
            'ALLOW_ADMIN_USER_PASSWORD_AUTH',
            'ALLOW_REFRESH_TOKEN_AUTH',
          ],
        }),
      );
      const { ClientId: clientId = '', ClientSecret: clientSecret } = UserPoolClient ?? {};
      return { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
    }),
  );
  clients = { public: made[0]!, confidential: made[1]! };
});
afterAll(() => local.close());

const source = (kind: 'public' | 'confidential', username: string, extra: Partial<UserPoolOptions> = {}) => {
  const { region, cognitoEndpoint: endpoint, roles } = local;
  const options = { region, endpoint, userPoolId, credentials: roles.admin, ...clients[kind] };
  return userPoolSource({ ...options, username, password, ...extra });
};

for (const kind of ['public', 'confidential'] as const) {
  test(`a new user with a ${kind} app client: first password and required attributes, then every flow`, async () => {
    const address = `ann.${kind}@example.com`;
    await administrator(local).send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: address,
        TemporaryPassword: 'Temporary-Passw0rd',
        MessageAction: 'SUPPRESS',
      }),
    );
    const asked: Challenge[] = [];
    const onChallenge = (challenge: Challenge) => {
      asked.push(challenge);
      return { newPassword: password, attributes: { family_name: 'Archer' } };
    };
    const first = source(kind, address, { password: 'Temporary-Passw0rd', onChallenge });
    const { username, sub } = await first.identity();
    expect(username).toBe(sub);
    expect(asked).toMatchObject([{ name: 'NEW_PASSWORD_REQUIRED', requiredAttributes: ['family_name'] }]);
    for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
      const person = source(kind, address, { flow });
      const rejected = await person.headers(request);
      const { refreshToken } = await person.tokens();
      expect(await person.headers({ ...request, rejected })).not.toEqual(rejected);
      expect((await person.tokens()).refreshToken).toBe(refreshToken);
      expect(await person.identity()).toMatchObject({ username: sub });
      await person.signOut();
    }
  });
}
