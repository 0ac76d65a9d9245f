import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasAwsCli } from '../clients/test-support/aws-cli.ts';
import type { AwsCredentials } from '../sigv4/principal.ts';
import { makeUser } from './test-support/administer.ts';
import { newPassword, secretHash, startTestPool, type TestPool } from './test-support/test-pool.ts';

// The AWS CLI takes half a second to start.
const patience = 60_000;
let pool: TestPool;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'postern-aws-'));
  pool = await startTestPool();
});
afterAll(async () => {
  await pool.close();
  rmSync(home, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

// Nothing of this machine's own AWS set-up gets in: credentials come from the pool, and its home is empty.
function run(args: readonly string[], keys: AwsCredentials = pool.admin): Promise<Outcome> {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_DEFAULT_REGION: pool.region,
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    LANG: 'C.UTF-8',
  };
  return new Promise((resolve) => {
    execFile('aws', args, { env }, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? 127 : 0;
      resolve({ code, out, err: err.trim() });
    });
  });
}

const cognito = (action: string, args: readonly string[], keys?: AwsCredentials): Promise<Outcome> =>
  run(['cognito-idp', action, '--endpoint-url', pool.url, '--output', 'json', ...args], keys);

async function json(outcome: Promise<Outcome>): Promise<Record<string, never>> {
  const { out, err } = await outcome;
  expect(err).toBe('');
  return JSON.parse(out) as Record<string, never>;
}

const parameters = (values: Record<string, string>) => ['--auth-parameters', JSON.stringify(values)];

describe.skipIf(!hasAwsCli)('the AWS CLI', () => {
  describe.each(['open', 'secret'] as const)('with the app client %s', (kind) => {
    const flows = [
      ['initiate-auth', 'USER_PASSWORD_AUTH'],
      ['admin-initiate-auth', 'ADMIN_USER_PASSWORD_AUTH'],
    ] as const;
    test.each(flows)(
      '%s signs in by %s and refreshes',
      async (action, flow) => {
        const { username, password } = await makeUser(pool, { groups: ['Admin'] });
        const proof = kind === 'secret' ? { SECRET_HASH: secretHash(username, pool.secret) } : {};
        const base = ['--client-id', pool[kind].id];
        if (action === 'admin-initiate-auth') base.push('--user-pool-id', pool.poolId);
        const first = await json(
          cognito(action, [
            ...base,
            '--auth-flow',
            flow,
            ...parameters({ USERNAME: username, PASSWORD: password, ...proof }),
          ]),
        );
        const { IdToken, RefreshToken } = first.AuthenticationResult ?? { IdToken: '', RefreshToken: '' };
        expect(decodeJwt(IdToken)).toMatchObject({
          'cognito:username': username,
          'cognito:groups': ['Admin'],
        });
        const second = await json(
          cognito(action, [
            ...base,
            '--auth-flow',
            'REFRESH_TOKEN_AUTH',
            ...parameters({ REFRESH_TOKEN: RefreshToken, ...proof }),
          ]),
        );
        const { AccessToken } = second.AuthenticationResult ?? { AccessToken: '' };
        expect(decodeJwt(AccessToken)).toMatchObject({ username });
      },
      patience,
    );
  });

  test(
    'makes a user, who chooses a new password and is shown',
    async () => {
      const password = newPassword();
      const chosen = newPassword();
      const inPool = ['--user-pool-id', pool.poolId];
      const named = [...inPool, '--username', 'cli'];
      await json(
        cognito('admin-create-user', [
          ...named,
          '--temporary-password',
          password,
          '--user-attributes',
          'Name=email,Value=cli@example.com',
        ]),
      );
      const asked = await json(
        cognito('initiate-auth', [
          '--client-id',
          pool.open.id,
          '--auth-flow',
          'USER_PASSWORD_AUTH',
          ...parameters({ USERNAME: 'cli', PASSWORD: password }),
        ]),
      );
      expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      const answered = await json(
        cognito('respond-to-auth-challenge', [
          '--client-id',
          pool.open.id,
          '--challenge-name',
          'NEW_PASSWORD_REQUIRED',
          '--session',
          asked.Session ?? '',
          '--challenge-responses',
          JSON.stringify({ USERNAME: 'cli', NEW_PASSWORD: chosen }),
        ]),
      );
      const { AccessToken } = answered.AuthenticationResult ?? { AccessToken: '' };
      const shown = await json(cognito('get-user', ['--access-token', AccessToken]));
      expect(shown.Username).toBe('cli');
      const listed = await json(cognito('list-users', [...inPool, '--filter', 'email ^= "cli@"']));
      expect(listed.Users).toMatchObject([{ Username: 'cli', UserStatus: 'CONFIRMED', Enabled: true }]);
    },
    patience,
  );

  describe('refuses in the words of AWS', () => {
    const listUsers = (keys?: AwsCredentials, args: readonly string[] = []) =>
      cognito('list-users', ['--user-pool-id', pool.poolId, ...args], keys);
    const said = (outcome: Promise<Outcome>) => outcome.then(({ err }) => err);

    test(
      'a wrong secret access key',
      async () => {
        expect(await said(listUsers({ ...pool.admin, secretAccessKey: 'wrong' }))).toContain(
          'An error occurred (InvalidSignatureException) when calling the ListUsers operation: The request signature we calculated does not match',
        );
      },
      patience,
    );

    test(
      'an unknown access key',
      async () => {
        expect(await said(listUsers({ accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' }))).toContain(
          'An error occurred (UnrecognizedClientException) when calling the ListUsers operation: The security token included in the request is invalid.',
        );
      },
      patience,
    );

    test(
      'another region',
      async () => {
        expect(await said(listUsers(pool.admin, ['--region', 'us-east-1']))).toContain(
          "Credential should be scoped to a valid region, not 'us-east-1'.",
        );
      },
      patience,
    );

    test(
      'a role that may not administer users',
      async () => {
        expect(await said(listUsers(pool.other))).toContain(
          'An error occurred (AccessDeniedException) when calling the ListUsers operation: User: arn:aws:sts::000000000000:assumed-role/other/test is not authorized to perform: cognito-idp:ListUsers',
        );
      },
      patience,
    );

    test(
      'a wrong password',
      async () => {
        const { username } = await makeUser(pool);
        const args = [
          '--client-id',
          pool.open.id,
          '--auth-flow',
          'USER_PASSWORD_AUTH',
          ...parameters({ USERNAME: username, PASSWORD: newPassword() }),
        ];
        expect(await said(cognito('initiate-auth', args))).toContain(
          'An error occurred (NotAuthorizedException) when calling the InitiateAuth operation: Incorrect username or password.',
        );
      },
      patience,
    );

    test(
      'an action that this server has not',
      async () => {
        const args = ['--user-pool-id', pool.poolId];
        expect(await said(cognito('list-identity-providers', args))).toContain(
          'ListIdentityProviders is not supported by the local user pool.',
        );
      },
      patience,
    );
  });
});
