import http from 'node:http';
import https from 'node:https';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { credentialsProvider } from './aws-credentials.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { callAwsJson } from './aws-json.ts';
import type { ServerClock } from './clock.ts';
import type { Transport, TransportAddress } from './transport.ts';

/**
 * Goes through the AWS SDK, which is loaded when the first call is made: it is the slowest import there is.
 *
 * `GetClientToken` does not: the SDK wants AWS credentials to sign it with, and the service takes none.
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
 */
export function openTransport(address: TransportAddress, clock: ServerClock): Transport {
  let connecting: ReturnType<typeof connect> | undefined;
  return {
    send: async (action, input, asAdministrator) => {
      if (action === 'GetClientToken') {
        const url = address.endpoint ?? awsEndpoint('cognito-idp', address.region);
        const target = `AWSCognitoIdentityProviderService.${action}`;
        return (await callAwsJson({ url, target, input }, clock)) as never;
      }
      const { sdk, client } = await (connecting ??= connect(address, clock));
      const commands = sdk as unknown as Record<string, new (input: object) => AnyCommand>;
      const Command = commands[`${asAdministrator ? 'Admin' : ''}${action}Command`];
      if (!Command) throw new TypeError(`The AWS SDK has no ${action}.`);
      const { userPoolId: UserPoolId } = address;
      // Each command's output is the action's, by the SDK's own types.
      return (await client.send(new Command(asAdministrator ? { ...input, UserPoolId } : input))) as never;
    },
  };
}

type AnyCommand = Parameters<CognitoIdentityProviderClient['send']>[0];

async function connect({ region, endpoint, credentials }: TransportAddress, clock: ServerClock) {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined
      ? {}
      : { credentials: credentialsProvider(credentials, () => clock.now()).get }),
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
      // Node's own, which go through the proxies that it was told of; the SDK's would go past them.
      httpAgent: http.globalAgent,
      httpsAgent: https.globalAgent,
    },
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
