import tls from 'node:tls';
import { startTestApi, type TestApi } from '../../appsync/test-support/test-api.ts';
import type { LocalOptions } from '../../start-local.ts';

/** A model that somebody of every auth mode may use, and one for a group only. */
export const noteSchema = /* GraphQL */ `
  type Note
    @model
    @auth(
      rules: [
        { allow: owner }
        { allow: public, provider: apiKey }
        { allow: private, provider: identityPool }
        { allow: public, provider: identityPool, operations: [read] }
      ]
    ) {
    id: ID!
    title: String
    owner: String
  }
  type Plan @model @auth(rules: [{ allow: groups, groups: ["Planners"] }]) {
    id: ID!
  }
`;

/** Starts a backend with {@link noteSchema} and the user `ann`. */
export function startEverybody(options: Partial<LocalOptions> = {}): Promise<TestApi> {
  return startTestApi({ schema: noteSchema, users: [{ username: 'ann' }], ...options });
}

/** Lets this process trust a backend's certificate, as `NODE_EXTRA_CA_CERTS` does for one that is yet to start. */
export async function trust({ local }: TestApi): Promise<void> {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), await local.certificateAuthority()]);
}

/** The API's URL for clients that want TLS. */
export function secureEndpoint({ local }: TestApi): string {
  return local.graphqlEndpoint.replace('http:', 'https:');
}

/** What guests and users of the identity pool sign with. */
export async function poolCredentials(api: TestApi, username?: string) {
  const { fromCognitoIdentityPool } = await import('@aws-sdk/credential-providers');
  const { region, url, identityPoolId, userPoolId } = api.local;
  const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const logins =
    username === undefined ? {} : { logins: { [provider]: (await api.tokens(username)).IdToken } };
  return fromCognitoIdentityPool({ identityPoolId, clientConfig: { region, endpoint: url }, ...logins });
}
