import { CognitoException } from './exception.ts';

const rules: readonly [RegExp, string][] = [
  [/^.{8,}$/su, 'Password not long enough'],
  [/[a-z]/, 'Password must have lowercase characters'],
  [/[A-Z]/, 'Password must have uppercase characters'],
  [/\d/, 'Password must have numeric characters'],
  [/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/, 'Password must have symbol characters'],
];

/**
 * Checks a new password against Cognito's default policy.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 * @throws CognitoException `InvalidPasswordException`.
 */
export function checkPassword(password: string): void {
  const broken = rules.find(([rule]) => !rule.test(password));
  if (broken) {
    throw new CognitoException(
      'InvalidPasswordException',
      `Password did not conform with policy: ${broken[1]}`,
    );
  }
}
