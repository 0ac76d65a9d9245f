import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { AwsCredentials } from '../../sigv4/principal.ts';
import { newPassword, type TestPool } from './test-pool.ts';

/** AWS's own client, pointed at the test pool. */
export function sdk(pool: TestPool, credentials: AwsCredentials = pool.admin): CognitoIdentityProvider {
  return new CognitoIdentityProvider({
    region: pool.region,
    endpoint: pool.url,
    credentials,
    systemClockOffset: pool.aheadMs(),
    // A refusal is the outcome here; asking again would not change it.
    maxAttempts: 1,
  });
}

let made = 0;

/** Makes a user through AWS's client; `temporary` leaves the password to be changed. */
export async function makeUser(
  pool: TestPool,
  { groups = [], temporary = false }: { groups?: readonly string[]; temporary?: boolean } = {},
): Promise<{ username: string; password: string }> {
  const admin = sdk(pool);
  const username = `user-${(made += 1)}`;
  const password = newPassword();
  const who = { UserPoolId: pool.poolId, Username: username };
  const UserAttributes = [
    { Name: 'email', Value: `${username}@example.com` },
    { Name: 'email_verified', Value: 'true' },
  ];
  await admin.adminCreateUser({ ...who, UserAttributes, TemporaryPassword: password });
  if (!temporary) await admin.adminSetUserPassword({ ...who, Password: password, Permanent: true });
  for (const GroupName of groups) {
    await admin.createGroup({ UserPoolId: pool.poolId, GroupName }).catch(() => undefined);
    await admin.adminAddUserToGroup({ ...who, GroupName });
  }
  return { username, password };
}
