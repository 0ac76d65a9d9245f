import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { ServerClock } from './clock.ts';

/** AWS credentials, or a function that gets them. */
export type AwsCredentials =
  | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  | (() => Promise<{
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    }>);

/** Where a user pool is, and what its admin calls are signed with. */
export interface CognitoAddress {
  readonly region: string;
  /** @defaultValue AWS's own endpoint of the region */
  readonly endpoint?: string;
  /** For ADMIN_USER_PASSWORD_AUTH. @defaultValue the SDK's provider chain */
  readonly credentials?: AwsCredentials;
}

/** The AWS SDK and a client of it. The SDK is loaded when the first call is made: it is the slowest import there is. */
export async function connectCognito(address: CognitoAddress, clock: ServerClock) {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client: CognitoIdentityProviderClient = new sdk.CognitoIdentityProviderClient({
    region: address.region,
    ...(address.endpoint === undefined ? {} : { endpoint: address.endpoint }),
    ...(address.credentials === undefined ? {} : { credentials: address.credentials }),
    maxAttempts: 3,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      clock.observe(headers?.date);
      return result;
    },
    { step: 'deserialize', name: 'observeServerClock', priority: 'low' },
  );
  return { sdk, client };
}

/** The host that an address names, for messages. */
export function endpointOf({ endpoint, region }: CognitoAddress): string {
  return endpoint === undefined ? `cognito-idp.${region}.amazonaws.com` : new URL(endpoint).host;
}
