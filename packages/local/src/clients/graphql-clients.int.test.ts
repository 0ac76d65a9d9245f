import { createRequire } from 'node:module';
import type * as Apollo from '@apollo/client/core' with { 'resolution-mode': 'require' };
import { Client, fetchExchange } from '@urql/core';
import { AwsClient } from 'aws4fetch';
import { GraphQLClient } from 'graphql-request';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../appsync/test-support/test-api.ts';
import { poolCredentials, startEverybody } from './test-support/everybody.ts';

const require = createRequire(import.meta.url);
const { ApolloClient, gql, HttpLink, InMemoryCache } = require('@apollo/client/core') as typeof Apollo;

let api: TestApi;
let endpoint: string;
const proofs: Record<string, () => Promise<Record<string, string>>> = {
  'an access token': async () => ({ authorization: (await api.tokens('ann')).AccessToken }),
  'an access token behind Bearer': async () => ({
    authorization: `Bearer ${(await api.tokens('ann')).AccessToken}`,
  }),
  'an ID token': async () => ({ authorization: (await api.tokens('ann')).IdToken }),
  'the API key': () => Promise.resolve({ 'x-api-key': api.local.apiKey }),
};
beforeAll(async () => {
  api = await startEverybody();
  endpoint = api.local.graphqlEndpoint;
});
afterAll(() => api.local.close());

const create = 'mutation Create($title: String!) { createNote(input: { title: $title }) { id title } }';
const get = 'query Get($id: ID!) { getNote(id: $id) { id title } }';
interface Note {
  readonly id: string;
  readonly title: string;
}
interface Created {
  readonly createNote: Note;
}

describe.each(Object.keys(proofs))('with %s', (name) => {
  test('graphql-request', async () => {
    const client = new GraphQLClient(endpoint, { headers: await proofs[name]!() });
    const { createNote } = await client.request<Created>(create, { title: 'by graphql-request' });
    expect(await client.request(get, { id: createNote.id })).toEqual({ getNote: createNote });
  });

  test.each([false, true])('urql (queries by GET: %s)', async (preferGetMethod) => {
    const headers = await proofs[name]!();
    const client = new Client({
      ...{ url: endpoint, exchanges: [fetchExchange], fetchOptions: { headers } },
      preferGetMethod: preferGetMethod && 'force',
    });
    const { data } = await client.mutation<Created>(create, { title: 'by urql' }).toPromise();
    const read = await client.query<{ getNote: Note }>(get, { id: data?.createNote.id }).toPromise();
    expect(read.data?.getNote).toMatchObject({ title: 'by urql' });
  });

  test.each([false, true])('Apollo Client alone (queries by GET: %s)', async (useGETForQueries) => {
    const link = new HttpLink({ uri: endpoint, headers: await proofs[name]!(), useGETForQueries });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const variables = { title: 'by Apollo' };
    const { data } = await client.mutate<Created>({ mutation: gql(create), variables });
    const query = { query: gql(get), variables: { id: data?.createNote.id } };
    expect((await client.query<{ getNote: Note }>(query)).data?.getNote).toMatchObject(variables);
  });
});

test.each(['POST', 'GET'])('aws4fetch signs a %s', async (method) => {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = await (await poolCredentials(api, 'ann'))();
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, sessionToken },
    ...{ service: 'appsync', region: api.local.region },
  });
  const variables = { id: 'none' };
  const inUrl = `query=${encodeURIComponent(get)}&variables=${encodeURIComponent(JSON.stringify(variables))}`;
  const response =
    method === 'POST'
      ? await client.fetch(endpoint, { method, body: JSON.stringify({ query: get, variables }) })
      : await client.fetch(`${endpoint}?${inUrl}`);
  expect(await response.json()).toEqual({ data: { getNote: null } });
});

test('tools read the schema by introspection, and it is the one that the API has', async () => {
  const client = new GraphQLClient(endpoint, { headers: { 'x-api-key': api.local.apiKey } });
  const schema = buildClientSchema(await client.request<IntrospectionQuery>(getIntrospectionQuery()));
  expect(printSchema(schema)).toContain(
    'onCreateNote(filter: ModelSubscriptionNoteFilterInput, owner: String): Note',
  );
});

describe('a request by GET', () => {
  const ask = async (query: Record<string, string>, headers?: Record<string, string>) => {
    const url = `${endpoint}?${new URLSearchParams(query).toString()}`;
    const response = await fetch(url, { headers: headers ?? (await proofs['an access token']!()) });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const unparsable = {
    status: 400,
    errors: [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
  };

  test('may be a mutation, as on AWS', async () => {
    const variables = JSON.stringify({ title: 'by GET' });
    expect(await ask({ query: create, variables, operationName: 'Create' })).toMatchObject({
      status: 200,
      data: { createNote: { title: 'by GET' } },
    });
  });

  test.each([
    [{}],
    [{ query: '' }],
    [{ query: '{' }],
    [{ query: '{ __typename }', variables: '[]' }],
    [{ query: '{ __typename }', variables: 'x' }],
  ])('%j is no request', async (query) => {
    expect(await ask(query as Record<string, string>)).toEqual(unparsable);
  });

  test('needs a proof, and takes none from the URL', async () => {
    const { AccessToken } = await api.tokens('ann');
    const query = { query: '{ __typename }', authorization: AccessToken, 'x-api-key': api.local.apiKey };
    expect(await ask(query, {})).toMatchObject({ status: 401 });
  });
});
