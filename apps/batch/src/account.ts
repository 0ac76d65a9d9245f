import { readFile } from 'node:fs/promises';
import type { SecretText } from '@postern/auth';
import { ConfigError, readConfig, settings, type Config, type SettingName } from '@postern/config';
import { loadProjectFiles } from '@postern/config/node';
import type { ConnectOptions } from './connect.ts';
import { systemCode, UsageError } from './errors.ts';

type Values = Readonly<Record<string, string | undefined>>;

/**
 * Reads who calls and where, from flags, environment and project files.
 *
 * @param flags - By the flag's name; those of secrets name a file.
 * @throws ConfigError naming what is missing and every way to supply it; UsageError for a file that cannot be read.
 */
export async function readAccount(
  flags: Values,
  environment: Values,
  folder: string,
): Promise<ConnectOptions> {
  const files = await loadProjectFiles(folder);
  const config = readConfig({ flags: await openSecretFiles(flags), environment, files });
  const graphqlEndpoint = url(config.require('graphqlEndpoint'), config.sourceOf('graphqlEndpoint'));
  const clientSecret = config.get('clientSecret');
  const endpoint = config.get('cognitoEndpoint');
  const flow = config.get('flow');
  return {
    graphqlEndpoint,
    userPoolId: config.require('userPoolId'),
    region: config.require('region'),
    clientId: config.require('clientId'),
    username: config.require('username'),
    password: await passwordFrom(config),
    ...(flow === undefined ? {} : { flow }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(endpoint === undefined ? {} : { endpoint: url(endpoint, config.sourceOf('cognitoEndpoint')) }),
  };
}

// Read at the sign-in and not before; and again, where the one that was read is refused because it was changed meanwhile.
async function passwordFrom(config: Config): Promise<SecretText> {
  const secretId = config.get('passwordArn');
  if (secretId === undefined || config.get('password') !== undefined) return config.require('password');
  const { secretOf } = await import('@postern/auth');
  const { awsVault } = await import('@postern/auth/node');
  return secretOf(awsVault({ secretId, region: config.require('region') }));
}

function url(value: string, from: string | undefined): string {
  if (URL.canParse(value)) return value;
  throw new ConfigError('invalid', `${from ?? 'The endpoint'} has to be a URL; it is "${value}".`);
}

async function openSecretFiles(flags: Values): Promise<Values> {
  const opened = { ...flags };
  for (const name of Object.keys(settings) as SettingName[]) {
    const { flag, ...rest } = settings[name];
    const file = flags[flag];
    if (file !== undefined && 'secret' in rest) opened[flag] = await readSecret(flag, file);
  }
  return opened;
}

async function readSecret(flag: string, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    const code = systemCode(error) ?? 'unknown';
    throw new UsageError(`--${flag}: ${file} cannot be read (${code}).`, { cause: error });
  }
}
