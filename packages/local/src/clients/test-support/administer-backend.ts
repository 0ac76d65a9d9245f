import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { Local } from '../../local.ts';

/** What an administrator makes for a test. */
export function administer({ region, url, roles, userPoolId: UserPoolId }: Local) {
  const admin = new CognitoIdentityProvider({ region, endpoint: url, credentials: roles.admin });
  return {
    /** An app client for a machine with the scope `items/read`. */
    async makeMachine(): Promise<{ id: string; secret: string }> {
      const Scopes = [{ ScopeName: 'read', ScopeDescription: 'reads' }];
      await admin.createResourceServer({ UserPoolId, Identifier: 'items', Name: 'items', Scopes });
      const { UserPoolClient } = await admin.createUserPoolClient({
        UserPoolId,
        ClientName: 'machine',
        GenerateSecret: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: ['items/read'],
        AllowedOAuthFlowsUserPoolClient: true,
      });
      return { id: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' };
    },
  };
}
