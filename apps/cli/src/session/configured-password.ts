import type { SecretText } from '@postern/auth';
import type { Config } from '@postern/config';

/**
 * The password that the configuration has: the environment's, else what is in the secret of AWS Secrets Manager that it names,
 * read when a sign-in needs it.
 */
export async function configuredPassword(config: Config): Promise<SecretText | undefined> {
  const password = config.get('password');
  const secretId = config.get('passwordArn');
  if (password !== undefined || secretId === undefined) return password;
  const [{ secretOf }, { awsVault }] = await Promise.all([
    import('@postern/auth'),
    import('@postern/auth/node'),
  ]);
  return secretOf(awsVault({ secretId, region: config.require('region') }));
}
