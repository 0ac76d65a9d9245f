import { CognitoException, invalidParameter } from './exception.ts';

/** What passwords have to be like, as `DescribeUserPool` shows it. */
export interface PasswordPolicy {
  readonly MinimumLength: number;
  readonly RequireUppercase: boolean;
  readonly RequireLowercase: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireSymbols: boolean;
  readonly TemporaryPasswordValidityDays: number;
}

/** Cognito's default policy. */
export const passwordPolicy: PasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

const rules: readonly [keyof PasswordPolicy, RegExp, string][] = [
  ['RequireLowercase', /[a-z]/, 'Password must have lowercase characters'],
  ['RequireUppercase', /[A-Z]/, 'Password must have uppercase characters'],
  ['RequireNumbers', /\d/, 'Password must have numeric characters'],
  ['RequireSymbols', /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/, 'Password must have symbol characters'],
];

/**
 * Checks a new password against a pool's policy.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 * @throws CognitoException `InvalidPasswordException`, or `InvalidParameterException` for one that no policy would take.
 */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  // The API's own limits: 256 characters, and no space at either end.
  if (!/^\S(.{0,254}\S)?$/su.test(password)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    );
  }
  if ([...password].length < policy.MinimumLength) throw broken('Password not long enough');
  const rule = rules.find(([name, pattern]) => policy[name] === true && !pattern.test(password));
  if (rule) throw broken(rule[2]);
}

function broken(what: string): CognitoException {
  return new CognitoException('InvalidPasswordException', `Password did not conform with policy: ${what}`);
}
