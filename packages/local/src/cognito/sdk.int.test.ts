import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPassword, startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
let admin: CognitoIdentityProvider;
beforeAll(async () => {
  pool = await startTestPool();
  admin = new CognitoIdentityProvider({ region: pool.region, endpoint: pool.url, credentials: pool.admin });
});
afterAll(() => pool.close());

test('signs in', async () => {
  const Password = newPassword();
  const base = { UserPoolId: pool.poolId, Username: 'ann' };
  await admin.adminCreateUser({ ...base, UserAttributes: [{ Name: 'email', Value: 'ann@example.com' }] });
  await admin.adminSetUserPassword({ ...base, Password, Permanent: true });
  const r = await admin.initiateAuth({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: pool.open.id,
    AuthParameters: { USERNAME: 'ann', PASSWORD: Password },
  });
  expect(r.AuthenticationResult?.TokenType).toBe('Bearer');
});
