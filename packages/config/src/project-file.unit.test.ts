import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseProjectFile, readConfig, type SettingName } from './index.ts';

function settingsIn(name: string, text: string, ...names: SettingName[]) {
  const config = readConfig({ environment: {}, files: [parseProjectFile(name, text)] });
  return names.map((setting) => config.get(setting));
}

test('reads what Amplify Gen 2 writes', () => {
  const text = JSON.stringify({
    version: '1',
    auth: { aws_region: 'eu-west-1', user_pool_id: 'eu-west-1_x', user_pool_client_id: 'c' },
    data: { url: 'https://x/graphql', api_key: 'da2-x', aws_region: 'eu-west-1' },
  });
  expect(
    settingsIn('amplify_outputs.json', text, 'region', 'userPoolId', 'clientId', 'graphqlEndpoint', 'apiKey'),
  ).toEqual(['eu-west-1', 'eu-west-1_x', 'c', 'https://x/graphql', 'da2-x']);
});

test('reads what Amplify Gen 1 writes for mobile apps', () => {
  const text = JSON.stringify({
    auth: {
      plugins: {
        awsCognitoAuthPlugin: {
          CognitoUserPool: { Default: { PoolId: 'eu-west-1_m', AppClientId: 'm', Region: 'eu-west-1' } },
          AppSync: { Default: { ApiUrl: 'https://m/graphql' } },
        },
      },
    },
  });
  expect(
    settingsIn('amplifyconfiguration.json', text, 'userPoolId', 'clientId', 'graphqlEndpoint', 'region'),
  ).toEqual(['eu-west-1_m', 'm', 'https://m/graphql', 'eu-west-1']);
});

describe('aws-exports.js', () => {
  test.each([
    [
      'as Amplify writes it',
      '/* eslint-disable */\n// WARNING: DO NOT EDIT.\n\nconst awsmobile = {\n    "aws_user_pools_id": "us-east-1_x",\n    "aws_cognito_mfa_types": [\n        "SMS"\n    ],\n    "predictions": {}\n};\n\n\nexport default awsmobile;\n',
    ],
    [
      'as a formatter leaves it',
      "const awsmobile = {\n  aws_user_pools_id: 'us-east-1_x', // ours\n  aws_cognito_mfa_types: ['SMS'],\n  oauth: { scope: [] },\n  n: -1.5e3,\n}\n\nexport default awsmobile\n",
    ],
    ['as a CommonJS module', "module.exports = { 'aws_user_pools_id': `us-east-1_x` }"],
    ['as a bare export', 'export default {"aws_user_pools_id":"us-east-1_x"}'],
  ])('is read %s', (_, text) => {
    expect(settingsIn('aws-exports.js', text, 'userPoolId')).toEqual(['us-east-1_x']);
  });

  test('keeps the escapes of its strings', () => {
    const { content } = parseProjectFile(
      'aws-exports.js',
      String.raw`x = { a: 'it\'s "\u00e9" \\ \n', b: "\x" }`,
    );
    expect(content).toEqual({ a: 'it\'s "é" \\ \n', b: 'x' });
  });

  test.each([
    ['globalThis.hacked = true;', 'has no object to read'],
    ['const a = {\n  "b": 1,\n  "c": process.exit(3),\n};', 'line 3, column 8 is no plain data'],
    ['const a = {\n  b: `${globalThis.hacked = 1}`,\n};', 'line 2, column 6 is no plain data'],
    ['const a = { b: 1', 'line 1, column 17 is no plain data'],
  ])('is never executed: %j', (text, said) => {
    expect(() => parseProjectFile('aws-exports.js', text)).toThrow(said);
    expect(globalThis).not.toHaveProperty('hacked');
  });

  test('cannot reach the prototype of anything', () => {
    const { content } = parseProjectFile(
      'aws-exports.js',
      'x = { __proto__: { userPoolId: "u" }, "constructor": {} }',
    );
    expect(
      readConfig({ environment: {}, files: [{ name: 'x', content }] }).get('userPoolId'),
    ).toBeUndefined();
    expect({}).not.toHaveProperty('userPoolId');
  });
});

describe('a CDK outputs file', () => {
  const stack = {
    ApiGraphqlEndpoint1A2B3C4D: 'https://x/graphql',
    UserPoolId: 'eu-west-1_x',
    AuthUserPoolClientIdDEADBEEF: 'c',
    BucketName: 'b',
  };

  test('is known by its shape and read by the names of its outputs', () => {
    const file = parseProjectFile('deployed.json', JSON.stringify({ Backend: stack, Web: {} }));
    const config = readConfig({ environment: {}, files: [file] });
    expect([config.get('userPoolId'), config.get('clientId'), config.get('graphqlEndpoint')]).toEqual([
      'eu-west-1_x',
      'c',
      'https://x/graphql',
    ]);
    expect(config.sourceOf('clientId')).toBe('deployed.json (Backend.AuthUserPoolClientIdDEADBEEF)');
    expect(config.get('region')).toBe('eu-west-1');
  });

  test('with two candidates of different value is not guessed from', () => {
    const text = JSON.stringify({
      Blue: { UserPoolId: 'eu-west-1_b' },
      Green: { UserPoolId: 'eu-west-1_g' },
    });
    expect(() => settingsIn('cdk-outputs.json', text, 'userPoolId')).toThrow(
      'Both cdk-outputs.json (Blue.UserPoolId) and cdk-outputs.json (Green.UserPoolId) could be meant.',
    );
  });
});

describe('a malformed file is named with line and column', () => {
  test.each([
    ['{\n  "region": "x",\n}', 3, 1],
    ['{\n  "region": x\n}', 2, 13],
    ["{\n  'region': 1\n}", 2, 3],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{ "a": 1', 1, 9],
    ['{} {}', 1, 4],
    ['', 1, 1],
    ['{ "a": 01 }', 1, 8],
    ['{ // note\n}', 1, 3],
    ['{ "a": "line\nbreak" }', 1, 8],
  ])('%j', (text, line, column) => {
    expect(() => parseProjectFile('postern.config.json', text)).toThrow(
      `postern.config.json is not valid: line ${line}, column ${column} is no JSON.`,
    );
  });

  test('without quoting it: there may be a secret in it', () => {
    try {
      parseProjectFile('postern.config.json', '{ "clientSecret": hidden-secret }');
      expect.unreachable();
    } catch (error) {
      expect(inspect(error, { depth: 10 })).not.toContain('hidden-secret');
    }
  });

  test('a file that holds a list or a text is refused', () => {
    expect(() => parseProjectFile('postern.config.json', '[]')).toThrow('has to hold an object');
  });
});

test('a file with a byte order mark is read', () => {
  expect(settingsIn('postern.config.json', '\uFEFF{ "clientId": "x" }', 'clientId')).toEqual(['x']);
});
