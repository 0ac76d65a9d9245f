import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { OAuthServer } from '../index.ts';

/** An OAuth server that we did not write, on this machine. */
export interface TestOAuthServer {
  readonly server: OAuthServer;
  readonly machine: { readonly clientId: string; readonly clientSecret: string };
  readonly terminal: { readonly clientId: string };
  /** The grants of the token requests so far. */
  readonly grants: string[];
  /** What a person does in a browser: signs in under a name, and agrees. @returns The page at the end. */
  browse(url: string, name: string): Promise<{ status: number; text: string }>;
  close(): void;
}

/** Starts the certified `oidc-provider`, with tokens that are JSON web tokens, as Cognito's are. */
export async function startOAuthServer(redirectUri: string): Promise<TestOAuthServer> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const machine = { clientId: 'machine', clientSecret: 'The secret of the machine: %&+/=~' };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: machine.clientId,
        client_secret: machine.clientSecret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
      {
        client_id: 'pages',
        client_secret: machine.clientSecret,
        grant_types: ['authorization_code'],
        redirect_uris: ['https://example.com/'],
      },
      {
        client_id: 'terminal',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [redirectUri],
      },
    ],
    scopes: ['openid', 'offline_access', 'items/read', 'items/write'],
    issueRefreshToken: () => true,
    features: {
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:items',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'items/read items/write',
          audience: 'urn:items',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
        }),
      },
    },
    ttl: {
      AccessToken: 3600,
      ClientCredentials: 3600,
      IdToken: 3600,
      RefreshToken: 86_400,
      Session: 3600,
      Grant: 86_400,
      Interaction: 600,
    },
  });
  const grants: string[] = [];
  provider.on('grant.success', ({ oidc }) => grants.push(String(oidc.params?.grant_type)));
  const answer = provider.callback();
  listener.on('request', (incoming, response) => void answer(incoming, response));
  return {
    server: {
      issuer,
      authorizationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      revocationEndpoint: `${issuer}/token/revocation`,
    },
    machine,
    terminal: { clientId: 'terminal' },
    grants,
    browse,
    close: () => {
      listener.close();
      listener.closeAllConnections();
    },
  };
}

// Follows redirects with cookies, and sends the two forms that come on the way.
async function browse(url: string, name: string): Promise<{ status: number; text: string }> {
  const cookies = new Map<string, string>();
  let next: { url: string; form?: Record<string, string> } = { url };
  for (let step = 0; step < 20; step += 1) {
    const { form } = next;
    const response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(key, value);
    }
    const location = response.headers.get('location');
    const text = await response.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
    if (location !== null) next = { url: new URL(location, next.url).href };
    else if (action === undefined) return { status: response.status, text };
    else if (text.includes('name="login"'))
      next = formOf(action, { prompt: 'login', login: name, password: 'any' });
    else next = formOf(action, { prompt: 'consent' });
  }
  throw new Error('The sign-in pages have no end.');
}

function formOf(url: string, form: Record<string, string>): { url: string; form: Record<string, string> } {
  return { url, form };
}
