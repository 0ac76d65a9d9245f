import { ListItems, text, variables } from './list-items.ts';

/** Makes a function that runs the query once and gives the number of items. */
export type Contestant = (endpoint: string) => Promise<() => Promise<number>>;

type Body = { data: { listItems: { items: unknown[] } } };

const authorization = 'Bearer a.token.of-the-usual-length'.padEnd(1_000, 'x');
const body = JSON.stringify({ query: text, variables });
const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
const count = (json: string): number => (JSON.parse(json) as Body).data.listItems.items.length;

/** Those who run; the modules of each are loaded for itself alone. */
export const contestants: Record<string, Contestant> = {
  async 'undici dispatch, by hand (floor)'(endpoint) {
    const { Pool } = await import('undici');
    const { origin, pathname } = new URL(endpoint);
    const pool = new Pool(origin, { connections: 64 });
    const request = { path: pathname, method: 'POST', headers, body } as const;
    return () =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = [];
        pool.dispatch(request, {
          onRequestStart: () => undefined,
          onResponseStart: () => undefined,
          onResponseData: (_, chunk) => void chunks.push(chunk),
          onResponseEnd: () => resolve(count(Buffer.concat(chunks).toString())),
          onResponseError: (_, error) => reject(error),
        });
      });
  },
  async 'undici.request, bare'(endpoint) {
    const { Agent, request } = await import('undici');
    const dispatcher = new Agent({ connections: 64 });
    return async () => {
      const answer = await request(endpoint, { dispatcher, method: 'POST', headers, body });
      return count(await answer.body.text());
    };
  },
  async '@postern/client, auth + errors + retry'(endpoint) {
    const { createClient } = await import('@postern/client');
    const client = createClient({ endpoint, headers: () => Promise.resolve({ authorization }) });
    return async () => (await client.request(ListItems, variables)).data.listItems.items.length;
  },
  'global fetch, bare': (endpoint) =>
    Promise.resolve(async () => {
      const answer = await fetch(endpoint, { method: 'POST', headers, body });
      return count(await answer.text());
    }),
  async 'graphql-request on fetch'(endpoint) {
    const { GraphQLClient } = await import('graphql-request');
    const client = new GraphQLClient(endpoint, { headers: { authorization } });
    return async () => (await client.request<Body['data']>(text, variables)).listItems.items.length;
  },
  async 'aws-amplify'(endpoint) {
    const { Amplify } = await import('aws-amplify');
    const { generateClient } = await import('aws-amplify/api');
    Amplify.configure({ API: { GraphQL: { endpoint, region: 'us-east-1', defaultAuthMode: 'lambda' } } });
    const client = generateClient();
    return async () => {
      const answer = await client.graphql({ query: text, variables, authToken: authorization });
      return (answer as Body).data.listItems.items.length;
    };
  },
};
