// Every way to be somebody, at one API that knows them all: each is let in, as who they are and nobody else.
import {
  CreateResourceServerCommand,
  type ExplicitAuthFlowsType,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocal, type TestBackend, type TestUser } from '@postern/local/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  apiKeySource,
  iamSource,
  identityPoolCredentials,
  machineSource,
  tokenSource,
  userPoolLogin,
  userPoolSource,
  type CredentialSource,
} from './index.ts';
import { webIdentity } from './node.ts';
import { administrator, makeAppClient } from './test-support/administer.ts';

const schema = /* GraphQL */ `
  type Key @model @auth(rules: [{ allow: public }]) {
    id: ID!
  }
  type Custom @model @auth(rules: [{ allow: custom }]) {
    id: ID!
  }
  type User @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
  type Admin @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) {
    id: ID!
  }
  type Guest @model @auth(rules: [{ allow: public, provider: identityPool }]) {
    id: ID!
  }
  type Signed @model @auth(rules: [{ allow: private, provider: identityPool }]) {
    id: ID!
  }
`;
const types = ['Admin', 'Custom', 'Guest', 'Key', 'Signed', 'User'];
const query = `{ ${types.map((type) => `${type}: list${type}s { items { id } }`).join(' ')} }`;

let local: TestBackend;
let ann: TestUser;
let machine: { clientId: string; clientSecret?: string };
beforeAll(async () => {
  const authorizer = ({ authorizationToken }: { readonly authorizationToken: string }) => ({
    isAuthorized: authorizationToken === 'open-sesame',
  });
  local = await startLocal({ schema, authorizer });
  ann = await local.asUser({ username: 'ann', groups: ['Admin'] });
  const { userPoolId: UserPoolId } = local;
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'reads' }];
  const server = { UserPoolId, Identifier: 'items', Name: 'items', Scopes };
  await administrator(local).send(new CreateResourceServerCommand(server));
  machine = await makeAppClient(local, {
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType],
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['items/read'],
  });
});
afterAll(() => local.close());

/** The types whose lists somebody may read, or the HTTP status of a refusal. */
async function mayRead(source: CredentialSource): Promise<readonly string[] | number> {
  const { graphqlEndpoint: url } = local;
  const body = JSON.stringify({ query });
  const headers = await source.headers({ url, method: 'POST', body });
  const sent = { ...headers, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers: sent, body });
  if (response.status !== 200) return response.status;
  const { data } = (await response.json()) as { data: Record<string, object | null> };
  return types.filter((type) => data[type] !== null);
}

const person = (tokenUse: 'access' | 'id') => {
  const { region, userPoolId, clients, cognitoEndpoint: endpoint } = local;
  const { username, password } = ann;
  return userPoolSource({ region, userPoolId, endpoint, ...clients.public, username, password, tokenUse });
};
const throughPool = (extra: object) => {
  const { region, identityPoolId, cognitoEndpoint: endpoint } = local;
  const credentials = identityPoolCredentials({ region, identityPoolId, endpoint, ...extra });
  return iamSource({ region, credentials });
};
const basic = (role: string) => ({
  basic: webIdentity({
    roleArn: `arn:aws:iam::000000000000:role/${role}`,
    region: local.region,
    endpoint: local.url,
  }),
});

test.each<[string, () => CredentialSource, readonly string[] | number]>([
  ['an API key', () => apiKeySource({ apiKey: local.apiKey }), ['Key']],
  ['a wrong API key', () => apiKeySource({ apiKey: 'da2-wrong' }), 401],
  ['a Lambda authorizer’s token', () => tokenSource({ token: 'open-sesame' }), ['Custom']],
  ['a token that the authorizer refuses', () => tokenSource({ token: 'shut' }), 401],
  ['an access token', () => person('access'), ['Admin', 'User']],
  ['an ID token', () => person('id'), ['Admin', 'User']],
  [
    'a token handed in, with its scheme',
    () => tokenSource({ token: async () => `Bearer ${(await person('id').tokens()).idToken}` }),
    ['Admin', 'User'],
  ],
  [
    'a machine’s token',
    () => {
      const { userPoolId, cognitoEndpoint: endpoint } = local;
      const { clientId, clientSecret = '' } = machine;
      return machineSource({ userPoolId, endpoint, clientId, clientSecret });
    },
    ['User'],
  ],
  ['a guest', () => throughPool({}), ['Guest']],
  ['a guest by the basic flow', () => throughPool(basic('unauthRole')), ['Guest']],
  [
    'a user through the identity pool',
    () => throughPool({ login: userPoolLogin(person('access')) }),
    ['Signed'],
  ],
  [
    'a user through it by the basic flow',
    () => throughPool({ login: userPoolLogin(person('access')), ...basic('authRole') }),
    ['Signed'],
  ],
  [
    'an administrator of AWS',
    () => iamSource({ region: local.region, credentials: local.roles.admin }),
    types,
  ],
  [
    'a wrong secret key',
    () =>
      iamSource({
        region: local.region,
        credentials: { ...local.roles.admin, secretAccessKey: 'a-wrong-secret-key' },
      }),
    403,
  ],
])('%s', async (_, source, may) => {
  expect(await mayRead(source())).toEqual(may);
});
