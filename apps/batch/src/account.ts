import { readFile } from 'node:fs/promises';
import { ConfigError, readConfig, settings, type SettingName } from '@postern/config';
import { loadProjectFiles } from '@postern/config/node';
import type { ConnectOptions } from './connect.ts';
import { UsageError } from './errors.ts';

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
  return {
    graphqlEndpoint,
    userPoolId: config.require('userPoolId'),
    region: config.require('region'),
    clientId: config.require('clientId'),
    username: config.require('username'),
    password: config.require('password'),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(endpoint === undefined ? {} : { endpoint: url(endpoint, config.sourceOf('cognitoEndpoint')) }),
  };
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
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UsageError(`--${flag}: ${file} cannot be read (${code}).`, { cause: error });
  }
}
