import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseProjectFile, readConfig, settings, type Setting, type SettingName } from './index.ts';

const outputs = parseProjectFile(
  'amplify_outputs.json',
  JSON.stringify({
    auth: { user_pool_id: 'eu-west-1_file', user_pool_client_id: 'file' },
    data: { url: 'https://file/graphql' },
  }),
);

test('a flag wins over the environment, the environment over a file, and each says where it came from', () => {
  const config = readConfig({
    flags: { 'client-id': 'flag' },
    environment: { COGNITO_CLIENT_ID: 'environment', COGNITO_USER_POOL_ID: 'eu-central-1_env' },
    files: [outputs],
  });
  expect(config.get('clientId')).toBe('flag');
  expect(config.get('userPoolId')).toBe('eu-central-1_env');
  expect(config.sources()).toEqual({
    region: 'COGNITO_USER_POOL_ID',
    userPoolId: 'COGNITO_USER_POOL_ID',
    clientId: '--client-id',
    graphqlEndpoint: 'amplify_outputs.json (data.url)',
  });
});

test('the first of several files wins', () => {
  const ours = parseProjectFile('postern.config.json', '{ "clientId": "ours" }');
  expect(readConfig({ environment: {}, files: [ours, outputs] }).get('clientId')).toBe('ours');
});

test.each([
  ['eu-west-1_x', 'eu-west-1'],
  ['us-gov-west-1_x', 'us-gov-west-1'],
  ['eusc-de-east-1_x', 'eusc-de-east-1'],
  ['local_x', undefined],
])('takes the region from the user pool %s where nothing else says it', (COGNITO_USER_POOL_ID, region) => {
  expect(readConfig({ environment: { COGNITO_USER_POOL_ID } }).get('region')).toBe(region);
  const environment = { COGNITO_USER_POOL_ID, AWS_REGION: 'us-east-2' };
  expect(readConfig({ environment }).get('region')).toBe('us-east-2');
});

test('an empty variable is no value', () => {
  expect(readConfig({ environment: { COGNITO_CLIENT_ID: '' }, files: [outputs] }).get('clientId')).toBe(
    'file',
  );
});

test("Cognito's own endpoint variable wins over the one for all of AWS", () => {
  const environment = {
    AWS_ENDPOINT_URL: 'http://all',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://cognito',
  };
  expect(readConfig({ environment }).get('cognitoEndpoint')).toBe('http://cognito');
});

describe('a missing value names every way to supply it', () => {
  test.each(Object.keys(settings) as SettingName[])('%s', (name) => {
    const { flag, variables, keys, secret = false }: Setting = settings[name];
    const message = messageOf(() => readConfig({ environment: {} }).require(name));
    expect(message).toContain(`--${flag}`);
    expect(message).toContain(variables[0]);
    if (keys.length > 0) expect(message).toContain(`"${keys[0]}" to postern.config.json`);
    if (secret) expect(flag).toMatch(/-file$/);
  });

  test('in words', () => {
    expect(messageOf(() => readConfig({ environment: {} }).require('userPoolId'))).toBe(
      'No userPoolId is configured: set COGNITO_USER_POOL_ID, or pass --user-pool-id, or add "userPoolId" to postern.config.json.',
    );
    expect(messageOf(() => readConfig({ environment: {} }).require('password'))).toBe(
      'No password is configured: set BATCH_SERVICE_PASSWORD, or pass --password-file, or set BATCH_SERVICE_PASSWORD_ARN to a secret of AWS Secrets Manager.',
    );
  });
});

test('a value that makes no sense is named with where it came from and what it can be', () => {
  const config = readConfig({
    flags: { endpoint: 'my-api' },
    environment: { LOG_LEVEL: 'loud', COGNITO_AUTH_FLOW: 'SRP' },
    files: [{ name: 'postern.config.json', content: { clientId: 42 } }],
  });
  expect(messageOf(() => config.get('logLevel'))).toBe(
    'LOG_LEVEL is "loud"; it can be trace, debug, info, warn, error, fatal, silent.',
  );
  expect(messageOf(() => config.get('flow'))).toMatch(/COGNITO_AUTH_FLOW is "SRP"; it can be USER_SRP_AUTH/);
  expect(messageOf(() => config.get('graphqlEndpoint'))).toBe(
    '--endpoint has to be an address that begins with https:// or http://.',
  );
  expect(messageOf(() => config.get('clientId'))).toBe(
    'postern.config.json (clientId) has to be text in quotes.',
  );
});

test('what is secret shows neither when printed nor as JSON', () => {
  const environment = { BATCH_SERVICE_PASSWORD: 'Hidden-Passw0rd', COGNITO_CLIENT_SECRET: 'hidden-secret' };
  const config = readConfig({ environment });
  expect(config.get('password')).toBe('Hidden-Passw0rd');
  const shown = inspect(config, { depth: 10, showHidden: true }) + JSON.stringify(config);
  expect(shown + JSON.stringify(config.sources())).not.toMatch(/hidden/i);
});

test('a password or client secret in a project file is not used', () => {
  const content = { password: 'x', clientSecret: 'x' };
  const config = readConfig({ environment: {}, files: [{ name: 'postern.config.json', content }] });
  expect([config.get('password'), config.get('clientSecret')]).toEqual([undefined, undefined]);
});

test('a key of the prototype is no value', () => {
  const file = { name: 'x.json', content: {} };
  expect(readConfig({ environment: {}, files: [file] }).get('username')).toBeUndefined();
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? `${error.message}` : String(error);
  }
  throw new Error('Nothing was thrown.');
}
