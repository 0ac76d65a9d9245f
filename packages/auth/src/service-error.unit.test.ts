import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuthError } from './errors.ts';
import { fromService } from './service-error.ts';

const about = {
  username: 'ann',
  userPoolId: 'eu-west-1_AbC',
  clientId: 'c1',
  flow: 'USER_SRP_AUTH',
  endpoint: 'cognito-idp.eu-west-1.amazonaws.com',
};
const exceptions = [
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
  'InvalidPasswordException',
  'InvalidParameterException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
  'AccessDeniedException',
  'CodeMismatchException',
  'ExpiredCodeException',
  'RefreshTokenReuseException',
  'UserLambdaValidationException',
  'SomethingNewException',
];

test('whatever the service quotes, no secret is in an error, nor in its cause', () => {
  const secret = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => /[^\s.]{6}/.test(text));
  fc.assert(
    fc.property(fc.constantFrom(...exceptions), secret, fc.string(), (name, text, around) => {
      const thrown = Object.assign(new Error(`${around} ${text} ${around}: ${text}`), {
        name,
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
        $response: { body: text },
      });
      const error = fromService(thrown, about, [text]);
      expect(error).toBeInstanceOf(AuthError);
      const { message, cause } = error as AuthError;
      expect([message, String(cause)].some((said) => said.includes(text))).toBe(false);
      expect(Object.keys(cause as object)).toEqual(['name']);
    }),
  );
});

test('a bug stays what it is', () => {
  const bug = new TypeError('x is not a function');
  expect(fromService(bug, about, [])).toBe(bug);
  expect(inspect(bug)).toContain('x is not a function');
});

// AWS does not document what it says of REFRESH_TOKEN_AUTH where refresh tokens rotate, so that these are guesses but for the first.
test.each([
  ['InvalidParameterException', 'Refresh Token flow not enabled for this client', 'flow-not-enabled'],
  ['NotAuthorizedException', 'Refresh Token flow not enabled for this client', 'flow-not-enabled'],
  ['NotAuthorizedException', 'Refresh token rotation is enabled for this client', 'flow-not-enabled'],
  [
    'InvalidParameterException',
    'REFRESH_TOKEN_AUTH is not supported with refresh token rotation',
    'flow-not-enabled',
  ],
  ['NotAuthorizedException', 'Invalid Refresh Token', 'session-expired'],
  ['NotAuthorizedException', 'Refresh Token has been revoked', 'session-expired'],
  ['NotAuthorizedException', 'Refresh Token has expired', 'session-expired'],
  ['RefreshTokenReuseException', 'The refresh token was used', 'session-expired'],
])('tells a renewal by the wrong call from a session that has ended: %s, %s', (name, message, code) => {
  const thrown = Object.assign(new Error(message), { name, $fault: 'client' });
  expect(fromService(thrown, { ...about, flow: 'REFRESH_TOKEN_AUTH' }, [])).toMatchObject({ code });
});
