import { Pool } from 'undici';

/** A request that is sent again and again; made once, so that sending costs the generator little. */
export interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends over keep-alive connections. */
export interface Sender {
  /** @returns The answer's body. @throws Error when the status is not 200. */
  send(request: Sent): Promise<string>;
  close(): Promise<void>;
}

/** By undici's dispatcher, which of the kept clients costs the generator least: both share the machine's cores. */
export function createSender(url: string, connections: number): Sender {
  const pool = new Pool(url, { connections });
  return {
    send: ({ path, headers, body }) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = [];
        let status = 0;
        pool.dispatch(
          { path, headers, body, method: 'POST' },
          {
            onRequestStart: () => undefined,
            onResponseStart: (_, statusCode) => void (status = statusCode),
            onResponseData: (_, chunk) => void chunks.push(chunk),
            onResponseEnd: () => {
              const text = Buffer.concat(chunks).toString();
              if (status === 200) resolve(text);
              else reject(new Error(`HTTP ${status}: ${text}`));
            },
            onResponseError: (_, error) => reject(error),
          },
        );
      }),
    close: () => pool.close(),
  };
}

/** An action of Cognito's. */
export function action(name: string, input: object): Sent {
  const target = `AWSCognitoIdentityProviderService.${name}`;
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  return { path: '/', headers, body: JSON.stringify(input) };
}

/** A GraphQL request with a user's token. */
export function graphql(token: string, query: string, variables: object): Sent {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return { path: '/graphql', headers, body: JSON.stringify({ query, variables }) };
}
