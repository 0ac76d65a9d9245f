import { createHmac } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../appsync/test-support/test-api.ts';
import { newPassword } from '../cognito/test-support/test-pool.ts';
import type { AwsCredentials } from '../sigv4/principal.ts';
import { awsCli, hasAwsCli, type AwsCli } from './test-support/aws-cli.ts';
import { startEverybody } from './test-support/everybody.ts';

const messages: { username: string; code: string }[] = [];
let api: TestApi;
let aws: AwsCli;
beforeAll(async () => {
  api = await startEverybody({ onMessage: (message) => messages.push(message) });
  aws = awsCli(api.local.url, api.local.region);
});
afterAll(async () => {
  aws[Symbol.dispose]();
  await api.local.close();
});

const codeFor = (username: string) => messages.findLast((message) => message.username === username)!.code;
const hashFor = (username: string, { clientId, clientSecret }: { clientId: string; clientSecret: string }) =>
  createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');

const credentialsOf = (given: Record<string, string>): AwsCredentials => ({
  accessKeyId: given.AccessKeyId ?? '',
  secretAccessKey: given.SecretKey ?? given.SecretAccessKey ?? '',
  sessionToken: given.SessionToken ?? '',
});
const canList = async (credentials: AwsCredentials) =>
  (await api.ask(api.signed(credentials), '{ listNotes { items { id } } }')).errors;

describe.skipIf(!hasAwsCli)('the AWS CLI', () => {
  // The CLI takes half a second to start, and seconds on a busy machine: the two people go side by side.
  describe.concurrent.each(['public', 'confidential'] as const)('with the app client %s', (kind) => {
    const username = `user-of-${kind}`;
    const user = ['--username', username];

    test('a person signs up, forgets the password, signs in, renews and signs out everywhere', async () => {
      const { clients } = api.local;
      const hash = kind === 'confidential' ? hashFor(username, clients.confidential) : undefined;
      const client = ['--client-id', clients[kind].clientId];
      const secret = hash === undefined ? [] : ['--secret-hash', hash];
      // Older ones want to sign even what needs no signature.
      const cognito = (action: string, ...words: string[]) =>
        aws.run(['cognito-idp', action, ...words], api.local.roles.functions);
      const signIn = (flow: string, proof: object) => {
        const parameters = JSON.stringify({ ...proof, ...(hash === undefined ? {} : { SECRET_HASH: hash }) });
        return cognito('initiate-auth', ...client, '--auth-flow', flow, '--auth-parameters', parameters);
      };

      const [first, second] = [newPassword(), newPassword()];
      const email = ['--user-attributes', 'Name=email,Value=new@example.com'];
      await cognito('sign-up', ...client, ...secret, ...user, '--password', first, ...email);
      await cognito(
        'confirm-sign-up',
        ...client,
        ...secret,
        ...user,
        '--confirmation-code',
        codeFor(username),
      );
      await cognito('forgot-password', ...client, ...secret, ...user);
      const reset = ['--confirmation-code', codeFor(username), '--password', second];
      await cognito('confirm-forgot-password', ...client, ...secret, ...user, ...reset);

      const { AuthenticationResult: tokens } = await signIn('USER_PASSWORD_AUTH', {
        USERNAME: username,
        PASSWORD: second,
      });
      const renewed = await signIn('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens.RefreshToken });
      const { AccessToken } = renewed.AuthenticationResult;
      expect(decodeJwt(AccessToken)).toMatchObject({ username, client_id: clients[kind].clientId });
      expect(await cognito('get-user', '--access-token', AccessToken)).toMatchObject({ Username: username });
      await cognito('global-sign-out', '--access-token', AccessToken);
      await expect(cognito('get-user', '--access-token', AccessToken)).rejects.toThrow(
        'An error occurred (NotAuthorizedException) when calling the GetUser operation: Access Token has been revoked',
      );
    }, 180_000);
  });

  test('nobody gets in without the hash of an app client’s secret', async () => {
    const { clients, users } = api.local;
    const [ann] = users;
    const { clientId } = clients.confidential;
    const parameters = JSON.stringify({ USERNAME: ann?.username, PASSWORD: ann?.password });
    await expect(
      aws.run([
        ...['cognito-idp', 'initiate-auth', '--auth-flow', 'USER_PASSWORD_AUTH'],
        ...['--client-id', clientId, '--auth-parameters', parameters],
      ]),
    ).rejects.toThrow(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
  });

  describe('the identity pool and STS', () => {
    const role = (name: string) => `arn:aws:sts::000000000000:assumed-role/${name}/`;

    test('a user gets credentials by the enhanced flow, and STS knows them', async () => {
      const { region, userPoolId, identityPoolId } = api.local;
      const { IdToken } = await api.tokens('ann');
      const logins = ['--logins', `cognito-idp.${region}.amazonaws.com/${userPoolId}=${IdToken}`];
      const pool = ['--identity-pool-id', identityPoolId];
      const { IdentityId } = await aws.run(['cognito-identity', 'get-id', ...pool, ...logins]);
      const { Credentials } = await aws.run([
        ...['cognito-identity', 'get-credentials-for-identity', '--identity-id', IdentityId, ...logins],
      ]);
      const credentials = credentialsOf(Credentials);
      expect((await aws.run(['sts', 'get-caller-identity'], credentials)).Arn).toContain(role('authRole'));
      expect(await canList(credentials)).toEqual([]);
    });

    test('a guest gets credentials by the basic flow', async () => {
      const { identityPoolId } = api.local;
      const { IdentityId } = await aws.run([
        'cognito-identity',
        'get-id',
        '--identity-pool-id',
        identityPoolId,
      ]);
      const { Token } = await aws.run(['cognito-identity', 'get-open-id-token', '--identity-id', IdentityId]);
      const { Credentials, AssumedRoleUser } = await aws.run([
        ...['sts', 'assume-role-with-web-identity', '--role-session-name', 'guest'],
        ...['--role-arn', 'arn:aws:iam::000000000000:role/unauthRole', '--web-identity-token', Token],
      ]);
      expect(AssumedRoleUser.Arn).toBe(`${role('unauthRole')}guest`);
      expect(await canList(credentialsOf(Credentials))).toEqual([]);
    });
  });
});
