import type { PoolSettings } from './entities.ts';
import { CognitoException, invalidParameter, unsupported } from './exception.ts';
import { oneOf, optionalInteger, refuseOthers, stringMap, type Input } from './input.ts';
import { readLambdaConfig } from './lambda-config.ts';
import { passwordPolicy, type PasswordPolicy } from './password-policy.ts';
import { messageKeys, readMessages } from './pool-messages.ts';
import type { PoolConfiguration, Verifiable } from './pool-settings.ts';
import { readDeviceConfiguration, readSignInPolicy } from './sign-in-settings.ts';

/** The settings that `CreateUserPool` and `UpdateUserPool` have in common and this server has, too. */
export const poolSettingKeys = [
  'Policies',
  'DeletionProtection',
  'LambdaConfig',
  ...messageKeys,
  'AutoVerifiedAttributes',
  'MfaConfiguration',
  'DeviceConfiguration',
  'EmailConfiguration',
  'SmsConfiguration',
  'UserPoolTags',
  'AdminCreateUserConfig',
  'AccountRecoverySetting',
  'UserPoolTier',
  'UserPoolAddOns',
];

const addresses = ['email', 'phone_number'] as const;

type Changeable = Omit<
  PoolSettings,
  'name' | 'createdAt' | 'modifiedAt' | 'usernameAttributes' | 'aliasAttributes' | 'schema'
>;

/**
 * Reads what a user pool is to be set to; what the request leaves out is at its default, as with AWS.
 *
 * @throws CognitoException `InvalidParameterException`, also for what this server does not have.
 */
export function readPoolSettings(input: Input): Changeable {
  const admin = object(input, 'AdminCreateUserConfig');
  refuseOthers(admin, ['AllowAdminCreateUserOnly', 'UnusedAccountValidityDays']);
  const addOns = object(input, 'UserPoolAddOns');
  if ((addOns.AdvancedSecurityMode ?? 'OFF') !== 'OFF') throw unsupported('UserPoolAddOns');
  return {
    passwordPolicy: readPolicy(object(input, 'Policies'), admin),
    isProtected: oneOf(input, 'DeletionProtection', ['ACTIVE', 'INACTIVE']) === 'ACTIVE',
    autoVerified: words(input, 'AutoVerifiedAttributes', addresses),
    firstFactors: readSignInPolicy(object(object(input, 'Policies'), 'SignInPolicy')),
    devices:
      input.DeviceConfiguration == null
        ? null
        : readDeviceConfiguration(object(input, 'DeviceConfiguration')),
    mfa: oneOf(input, 'MfaConfiguration', ['OFF', 'ON', 'OPTIONAL']) ?? 'OFF',
    selfSignUp: admin.AllowAdminCreateUserOnly !== true,
    recovery: readRecovery(object(input, 'AccountRecoverySetting')),
    messages: readMessages(input, object(input, 'VerificationMessageTemplate')),
    lambda: readLambdaConfig(object(input, 'LambdaConfig')),
    tags: stringMap(input, 'UserPoolTags'),
    shown: readShown(input),
  };
}

function readPolicy(policies: Input, admin: Input): PasswordPolicy {
  refuseOthers(policies, ['PasswordPolicy', 'SignInPolicy']);
  const given = object(policies, 'PasswordPolicy');
  const { PasswordHistorySize: history, ...rest } = given;
  if (history != null && history !== 0) throw unsupported('PasswordHistorySize');
  refuseOthers(rest, Object.keys(passwordPolicy));
  if (policies.PasswordPolicy == null) return { ...passwordPolicy, ...temporaryDays(admin, {}) };
  return {
    // A policy that says nothing of a kind of character asks for none of it.
    MinimumLength: optionalInteger(given, 'MinimumLength', 6, 99) ?? passwordPolicy.MinimumLength,
    RequireUppercase: given.RequireUppercase === true,
    RequireLowercase: given.RequireLowercase === true,
    RequireNumbers: given.RequireNumbers === true,
    RequireSymbols: given.RequireSymbols === true,
    ...temporaryDays(admin, given),
  };
}

function temporaryDays(admin: Input, policy: Input): Pick<PasswordPolicy, 'TemporaryPasswordValidityDays'> {
  const TemporaryPasswordValidityDays =
    optionalInteger(policy, 'TemporaryPasswordValidityDays', 0, 365) ??
    optionalInteger(admin, 'UnusedAccountValidityDays', 0, 365) ??
    passwordPolicy.TemporaryPasswordValidityDays;
  return { TemporaryPasswordValidityDays };
}

const mechanisms = {
  verified_email: 'email',
  verified_phone_number: 'phone_number',
  admin_only: 'admin',
} as const;

function readRecovery({ RecoveryMechanisms: list }: Input): PoolConfiguration['recovery'] {
  if (list == null) return addresses;
  if (!Array.isArray(list)) {
    throw new CognitoException('SerializationException', 'RecoveryMechanisms is not a list.');
  }
  const read = list.map((entry: unknown) => {
    const mechanism = (entry ?? {}) as Input;
    const name = oneOf(mechanism, 'Name', Object.keys(mechanisms) as (keyof typeof mechanisms)[]);
    const priority = optionalInteger(mechanism, 'Priority', 1, 2);
    if (name === undefined || priority === undefined) {
      throw invalidParameter('A recovery mechanism has a Name and a Priority.');
    }
    return { way: mechanisms[name], priority };
  });
  if (read.length > 1 && read.some(({ way }) => way === 'admin')) {
    throw invalidParameter(
      'Invalid account recovery setting parameter. Account recovery setting cannot use admin_only setting with any other recovery mechanisms.',
    );
  }
  return read.sort((one, other) => one.priority - other.priority).map(({ way }) => way);
}

// Where messages would go out from, and what the pool would cost: nothing goes out here, and nothing costs.
function readShown(input: Input): Readonly<Record<string, unknown>> {
  const tier = oneOf(input, 'UserPoolTier', ['LITE', 'ESSENTIALS', 'PLUS']) ?? 'ESSENTIALS';
  return {
    UserPoolTier: tier,
    ...(input.EmailConfiguration == null ? {} : { EmailConfiguration: object(input, 'EmailConfiguration') }),
    ...(input.SmsConfiguration == null ? {} : { SmsConfiguration: object(input, 'SmsConfiguration') }),
  };
}

/** A nested object of an input; empty when missing. */
export function object(input: Input, key: string): Input {
  const value = input[key] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new CognitoException('SerializationException', `${key} is not an object.`);
  }
  return value as Input;
}

/** A list of a few words; empty when missing. */
export function words<Word extends string>(input: Input, key: string, known: readonly Word[]): Word[] {
  const list = input[key] ?? [];
  if (!Array.isArray(list)) throw new CognitoException('SerializationException', `${key} is not a list.`);
  return list.map((word: unknown) => oneOf({ [key]: word }, key, known) as Word);
}

/** What identifies people besides or instead of their user name. */
export function readNames(input: Input): Pick<PoolConfiguration, 'usernameAttributes' | 'aliasAttributes'> {
  const usernameAttributes: Verifiable[] = words(input, 'UsernameAttributes', addresses);
  const aliasAttributes = words(input, 'AliasAttributes', [...addresses, 'preferred_username'] as const);
  if (usernameAttributes.length > 0 && aliasAttributes.length > 0) {
    throw invalidParameter(
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    );
  }
  if (object(input, 'UsernameConfiguration').CaseSensitive === true) {
    throw unsupported('UsernameConfiguration with CaseSensitive');
  }
  return { usernameAttributes, aliasAttributes };
}
