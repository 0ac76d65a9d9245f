import { createRequire } from 'node:module';
import type * as Apollo from '@apollo/client/core' with { 'resolution-mode': 'require' };
import type * as Auth from 'aws-appsync-auth-link' with { 'resolution-mode': 'require' };
import type * as Live from 'aws-appsync-subscription-link' with { 'resolution-mode': 'require' };
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../appsync/test-support/test-api.ts';
import { poolCredentials, secureEndpoint, startEverybody, trust } from './test-support/everybody.ts';

// The auth link's ES module finds no SHA-256 in Node ("Sha256 is not a constructor"), so it is CommonJS, as in older programs.
const require = createRequire(import.meta.url);
const { ApolloClient, ApolloLink, gql, InMemoryCache } = require('@apollo/client/core') as typeof Apollo;
const { AUTH_TYPE, createAuthLink } = require('aws-appsync-auth-link') as typeof Auth;
const live = require('aws-appsync-subscription-link') as typeof Live;
const { createSubscriptionHandshakeLink } = live;

let api: TestApi;
beforeAll(async () => {
  api = await startEverybody();
  await trust(api);
});
afterAll(() => api.local.close());

// As AWS's documentation puts the links together. Apollo Client 4 adds `extensions` to the body after the link has signed it,
// which AWS refuses as well (awslabs/aws-mobile-appsync-sdk-js#773); `enhancedClientAwareness` turns that off.
function clientFor(url: string, auth: Auth.AuthOptions): Apollo.ApolloClient {
  const { region } = api.local;
  const link = ApolloLink.from([
    createAuthLink({ url, region, auth }),
    createSubscriptionHandshakeLink({ url, region, auth }),
  ]);
  return new ApolloClient({
    link,
    cache: new InMemoryCache(),
    enhancedClientAwareness: { transport: false },
  });
}

const proofs: Record<string, () => Promise<Auth.AuthOptions>> = {
  'a user pool token': async () => {
    const { AccessToken } = await api.tokens('ann');
    return { type: AUTH_TYPE.AMAZON_COGNITO_USER_POOLS, jwtToken: () => AccessToken };
  },
  'the API key': () => Promise.resolve({ type: AUTH_TYPE.API_KEY, apiKey: api.local.apiKey }),
  'credentials of an IAM role': () =>
    Promise.resolve({ type: AUTH_TYPE.AWS_IAM, credentials: api.local.roles.functions }),
  'credentials of a user from the identity pool': async () => {
    const credentials = await poolCredentials(api, 'ann');
    return { type: AUTH_TYPE.AWS_IAM, credentials: () => credentials() };
  },
};

const create = gql`
  mutation Create($title: String) {
    createNote(input: { title: $title }) {
      id
      title
      owner
    }
  }
`;
const list = gql`
  query List {
    listNotes(limit: 1000) {
      items {
        id
        title
      }
    }
  }
`;
const onCreate = gql`
  subscription OnCreate {
    onCreateNote {
      id
      title
    }
  }
`;

describe.each(['https', 'http'])('Apollo with the AppSync links over %s', (scheme) => {
  const url = (): string => (scheme === 'https' ? secureEndpoint(api) : api.local.graphqlEndpoint);

  test.each(Object.keys(proofs))('queries, changes and hears with %s', async (title) => {
    const client = clientFor(url(), await proofs[title]!());
    const heard: unknown[] = [];
    const subscription = client.subscribe({ query: onCreate }).subscribe({
      next: ({ data, error }) => heard.push(error ?? data),
    });
    // The links do not say when a subscription is there: change something until it is heard.
    await expect
      .poll(async () => {
        await client.mutate({ mutation: create, variables: { title } });
        return heard;
      })
      .not.toEqual([]);
    subscription.unsubscribe();
    expect(heard[0]).toMatchObject({ onCreateNote: { title, id: expect.any(String) as string } });
    const { data } = await client.query<{ listNotes: { items: object[] } }>({ query: list });
    expect(data?.listNotes.items).toContainEqual(expect.objectContaining({ title }));
    client.stop();
  });
});
