import { expect, test } from 'vitest';
import { parseProjectFile, readConfig } from './index.ts';

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
  expect(config.sourceOf('clientId')).toBe('--client-id');
  expect(config.get('userPoolId')).toBe('eu-central-1_env');
  expect(config.sourceOf('graphqlEndpoint')).toBe('amplify_outputs.json (data.url)');
});

test('takes the region from the user pool where nothing else says it', () => {
  expect(readConfig({ environment: {}, files: [outputs] }).get('region')).toBe('eu-west-1');
  expect(readConfig({ environment: { AWS_REGION: 'us-east-2' }, files: [outputs] }).get('region')).toBe(
    'us-east-2',
  );
});

test('an empty variable is no value', () => {
  expect(readConfig({ environment: { COGNITO_CLIENT_ID: '' }, files: [outputs] }).get('clientId')).toBe(
    'file',
  );
});

test('a missing value names every way to supply it', () => {
  expect(() => readConfig({ environment: {} }).require('userPoolId')).toThrow(
    'No userPoolId is configured: set COGNITO_USER_POOL_ID, or pass --user-pool-id, or add "userPoolId" to postern.config.json.',
  );
});

test('reads aws-exports.js as data', () => {
  const file = parseProjectFile(
    'aws-exports.js',
    `/* eslint-disable */\nconst awsmobile = {\n  "aws_user_pools_id": "us-east-1_x",\n  "aws_appsync_graphqlEndpoint": "https://x/graphql"\n};\n\nexport default awsmobile;\n`,
  );
  const config = readConfig({ environment: {}, files: [file] });
  expect(config.get('userPoolId')).toBe('us-east-1_x');
  expect(config.get('graphqlEndpoint')).toBe('https://x/graphql');
});

test('never executes aws-exports.js', () => {
  expect(() => parseProjectFile('aws-exports.js', 'globalThis.hacked = true;')).toThrow(
    'has no `const awsmobile',
  );
});

test('names the file and the line of a mistake', () => {
  expect(() => parseProjectFile('postern.config.json', '{\n  "region": "x",\n}')).toThrow(
    /postern\.config\.json is not valid: line 3/,
  );
});

test('a key of the prototype is no value', () => {
  const file = { name: 'x.json', content: {} };
  expect(readConfig({ environment: {}, files: [file] }).get('username')).toBeUndefined();
});
