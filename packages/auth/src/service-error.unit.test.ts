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
