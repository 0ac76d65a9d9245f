import type { AppClient, Group, User } from './entities.ts';

/** A user's attributes as Cognito lists them, `sub` first. */
export function attributeList(user: User): { Name: string; Value: string }[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));
}

/**
 * A user as Cognito's API shows it.
 *
 * @param wanted - The attributes to show. @defaultValue all
 */
export function describeUser(
  user: User,
  attributesKey: 'Attributes' | 'UserAttributes',
  wanted?: readonly string[],
): object {
  return {
    Username: user.username,
    [attributesKey]: attributeList(user).filter(({ Name }) => wanted?.includes(Name) ?? true),
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** A group as Cognito's API shows it. */
export function describeGroup(poolId: string, group: Group): object {
  return {
    GroupName: group.name,
    UserPoolId: poolId,
    Description: group.description ?? undefined,
    Precedence: group.precedence ?? undefined,
    RoleArn: group.roleArn ?? undefined,
    ...datesOf(group),
  };
}

/** An app client as Cognito's API shows it, secret included. */
export function describeClient(poolId: string, client: AppClient): object {
  return {
    UserPoolId: poolId,
    ClientId: client.id,
    ClientName: client.name,
    ClientSecret: client.secret ?? undefined,
    ExplicitAuthFlows: client.flows,
    AccessTokenValidity: client.accessTokenSeconds,
    IdTokenValidity: client.idTokenSeconds,
    RefreshTokenValidity: client.refreshTokenSeconds,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    PreventUserExistenceErrors: client.preventUserExistenceErrors,
    ...(client.rotation
      ? {
          RefreshTokenRotation: {
            Feature: 'ENABLED',
            RetryGracePeriodSeconds: client.rotation.graceSeconds,
          },
        }
      : {}),
    ...(client.oauth
      ? {
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: client.oauth.grants,
          AllowedOAuthScopes: client.oauth.scopes,
          CallbackURLs: client.oauth.callbackUrls,
          LogoutURLs: client.oauth.logoutUrls,
          SupportedIdentityProviders: ['COGNITO'],
        }
      : {}),
    EnableTokenRevocation: true,
    AuthSessionValidity: client.sessionMinutes ?? 3,
    ...datesOf(client),
  };
}

function datesOf({ createdAt, modifiedAt }: Pick<Group, 'createdAt' | 'modifiedAt'>): object {
  return {
    ...(createdAt === undefined ? {} : { CreationDate: createdAt / 1000 }),
    ...(modifiedAt === undefined ? {} : { LastModifiedDate: modifiedAt / 1000 }),
  };
}
