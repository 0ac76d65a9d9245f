import { CognitoException, invalidParameter } from './exception.ts';

/** Cognito's default policy, as `DescribeUserPool` shows it. */
export const passwordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
} as const;

const rules: readonly [RegExp, string][] = [
  [/^.{8,}$/su, 'Password not long enough'],
  [/[a-z]/, 'Password must have lowercase characters'],
  [/[A-Z]/, 'Password must have uppercase characters'],
  [/\d/, 'Password must have numeric characters'],
  [/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/, 'Password must have symbol characters'],
];

/**
 * Checks a new password against Cognito's default policy.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 * @throws CognitoException `InvalidPasswordException`, or `InvalidParameterException` for one that no policy would take.
 */
export function checkPassword(password: string): void {
  // The API's own limits: 256 characters, and no space at either end.
  if (!/^\S(.{0,254}\S)?$/su.test(password)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    );
  }
  const broken = rules.find(([rule]) => !rule.test(password));
  if (broken) {
    throw new CognitoException(
      'InvalidPasswordException',
      `Password did not conform with policy: ${broken[1]}`,
    );
  }
}
