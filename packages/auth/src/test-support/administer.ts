import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Local } from '@postern/local';

/** AWS's own client, as an administrator of the local user pool. */
export function administrator(local: Local): CognitoIdentityProviderClient {
  const { region, cognitoEndpoint: endpoint, roles } = local;
  return new CognitoIdentityProviderClient({ region, endpoint, credentials: roles.admin });
}

/** Makes an app client. */
export async function makeAppClient(
  local: Local,
  settings: Partial<CreateUserPoolClientCommandInput>,
): Promise<{ clientId: string; clientSecret?: string }> {
  const { UserPoolClient: made } = await administrator(local).send(
    new CreateUserPoolClientCommand({ UserPoolId: local.userPoolId, ClientName: 'test', ...settings }),
  );
  const { ClientId: clientId = '', ClientSecret: clientSecret } = made ?? {};
  return { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
}
