import { expect, test } from 'vitest';
import { machineSource, userPoolServer } from '../index.ts';

test('finds the OAuth server of a user pool, in every partition, with and without its scheme', () => {
  expect(userPoolServer('https://example.auth.eu-central-1.amazoncognito.com/', 'eu-central-1_AbC')).toEqual({
    issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
    authorizationEndpoint: 'https://example.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
    tokenEndpoint: 'https://example.auth.eu-central-1.amazoncognito.com/oauth2/token',
    revocationEndpoint: 'https://example.auth.eu-central-1.amazoncognito.com/oauth2/revoke',
  });
  expect(userPoolServer('login.example.cn', 'cn-north-1_AbC')).toMatchObject({
    issuer: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC',
    tokenEndpoint: 'https://login.example.cn/oauth2/token',
  });
});

test('an address that is none is refused at once', () => {
  const pool = { userPoolId: 'eu-central-1_AbC', clientId: 'c', clientSecret: 's' };
  const server = {
    issuer: 'https://a.example',
    authorizationEndpoint: 'nope',
    tokenEndpoint: 'https://a.example/token',
  };
  expect(() => machineSource({ ...pool, server })).toThrow('The OAuth server\'s address "nope" is no http');
});
