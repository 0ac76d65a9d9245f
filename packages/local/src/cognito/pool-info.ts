import { describeMessages } from './pool-messages.ts';
import type { Pool } from './pool.ts';
import { schemaAttributes } from './pool-schema.ts';
import { describeDeviceConfiguration, describeSignInPolicy } from './sign-in-settings.ts';

/** A user pool as Cognito's API shows it. */
export function describePool(pool: Pool): object {
  const { poolId, settings } = pool.store;
  const { usernameAttributes, aliasAttributes, passwordPolicy } = settings;
  return {
    Id: poolId,
    Name: settings.name,
    Arn: poolArn(pool),
    CreationDate: settings.createdAt / 1000,
    LastModifiedDate: settings.modifiedAt / 1000,
    Policies: { PasswordPolicy: passwordPolicy, SignInPolicy: describeSignInPolicy(settings) },
    DeletionProtection: settings.isProtected ? 'ACTIVE' : 'INACTIVE',
    MfaConfiguration: settings.mfa,
    DeviceConfiguration: describeDeviceConfiguration(settings),
    SchemaAttributes: schemaAttributes(settings.schema ?? []),
    AutoVerifiedAttributes: settings.autoVerified,
    ...(usernameAttributes.length > 0 ? { UsernameAttributes: usernameAttributes } : {}),
    ...(aliasAttributes.length > 0 ? { AliasAttributes: aliasAttributes } : {}),
    UsernameConfiguration: { CaseSensitive: false },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: !settings.selfSignUp,
      UnusedAccountValidityDays: passwordPolicy.TemporaryPasswordValidityDays,
    },
    AccountRecoverySetting: {
      RecoveryMechanisms: settings.recovery.map((name, index) => ({
        Name: name === 'admin' ? 'admin_only' : `verified_${name}`,
        Priority: index + 1,
      })),
    },
    ...describeMessages(settings.messages),
    LambdaConfig: settings.lambda,
    UserPoolTags: settings.tags,
    EstimatedNumberOfUsers: pool.store.users().length,
    ...settings.shown,
  };
}

/** The pool's Amazon resource name, in an account of zeros. */
export function poolArn(pool: Pool): string {
  return `arn:aws:cognito-idp:${pool.region}:000000000000:userpool/${pool.store.poolId}`;
}
