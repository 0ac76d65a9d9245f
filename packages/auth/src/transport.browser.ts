import { awsEndpoint } from './aws-endpoint.ts';
import { callAwsJson } from './aws-json.ts';
import type { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';
import type { Transport, TransportAddress } from './transport.ts';

/**
 * Goes over `fetch`. Nothing is signed: who has AWS credentials that may administer users does not have them in a browser.
 */
export function openTransport({ region, endpoint }: TransportAddress, clock: ServerClock): Transport {
  const url = endpoint ?? awsEndpoint('cognito-idp', region);
  return {
    send: async (action, input, asAdministrator) => {
      if (asAdministrator)
        throw new AuthError('flow-not-enabled', 'This flow is for servers. Choose another.');
      const target = `AWSCognitoIdentityProviderService.${action}`;
      return (await callAwsJson({ url, target, input }, clock)) as never;
    },
  };
}
