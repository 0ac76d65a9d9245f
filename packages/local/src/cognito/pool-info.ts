import { checkPool } from './app-client.ts';
import type { Input } from './input.ts';
import { page } from './page.ts';
import { passwordPolicy } from './password-policy.ts';
import type { Pool } from './pool.ts';

/** `DescribeUserPool`. */
export function describeUserPool(pool: Pool, input: Input): object {
  checkPool(pool, input);
  return {
    UserPool: {
      Id: pool.store.poolId,
      Name: 'local',
      Arn: poolArn(pool),
      Policies: { PasswordPolicy: passwordPolicy },
      MfaConfiguration: pool.store.settings.mfa,
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !pool.store.settings.selfSignUp },
      EstimatedNumberOfUsers: pool.store.users().length,
    },
  };
}

/** `ListUserPools`: there is one. */
export function listUserPools(pool: Pool, input: Input): object {
  const [pools, next] = page([{ Id: pool.store.poolId, Name: 'local' }], input, {
    limit: 'MaxResults',
    token: 'NextToken',
  });
  return { UserPools: pools, ...next };
}

/** The pool's Amazon resource name, in an account of zeros. */
export function poolArn(pool: Pool): string {
  return `arn:aws:cognito-idp:${pool.region}:000000000000:userpool/${pool.store.poolId}`;
}
