import type { AwsCredentials } from '../sigv4/principal.ts';

/** Somebody who calls the API. */
export interface TestIdentity {
  /**
   * The headers that prove who it is; fits `headers` of `@postern/client`.
   *
   * @param request - The exact body that will be sent, which signatures cover.
   */
  headers(request: { readonly body: string }): Promise<Record<string, string>>;
  /** Sends a request. It fails on nothing that the server says: look at `status` and `errors`. */
  ask(query: string, variables?: object): Promise<TestAnswer>;
}

/** A user of the pool, signed in. */
export interface TestUser extends TestIdentity {
  readonly username: string;
  readonly password: string;
  readonly sub: string;
  readonly tokens: {
    readonly accessToken: string;
    readonly idToken: string;
    readonly refreshToken: string;
  };
}

/** What came back. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Whatever was asked for: a test looks where it knows what it asked.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly errorType?: string | null;
    readonly path?: readonly (string | number)[] | null;
  }[];
}

type Proof = TestIdentity['headers'];

/** An identity that proves itself in a way. */
export function identityWith(endpoint: string, headers: Proof): TestIdentity {
  return {
    headers,
    async ask(query, variables) {
      const body = JSON.stringify({ query, variables });
      const proof = await headers({ body });
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...proof },
        body,
      });
      const { data, errors = [] } = (await response.json()) as Pick<TestAnswer, 'data'> & {
        errors?: TestAnswer['errors'];
      };
      return { status: response.status, headers: response.headers, data: data as unknown, errors };
    },
  };
}

/** Proves by a token. */
export function byToken(token: string): Proof {
  return () => Promise.resolve({ authorization: token });
}

/** Proves by AWS's signature. */
export function bySignature(
  endpoint: string,
  region: string,
  credentials: AwsCredentials,
  now: () => number,
): Proof {
  return async ({ body }) => {
    const [{ SignatureV4 }, { NodeSha256 }] = await Promise.all([
      import('@smithy/signature-v4'),
      import('../sigv4/node-hash.ts'),
    ]);
    const { host, hostname, pathname } = new URL(endpoint);
    const signer = new SignatureV4({ credentials, region, service: 'appsync', sha256: NodeSha256 });
    const headers = { host, 'content-type': 'application/json' };
    const request = { method: 'POST', protocol: 'http:', hostname, path: pathname, headers, body };
    const signed = await signer.sign(request, { signingDate: new Date(now()) });
    return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => name !== 'host'));
  };
}
