import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CryptoKey, JWK } from 'jose';
import type { Backend } from '../backend.ts';

/** Whose token an OpenID Connect provider issues. */
export interface OidcOptions {
  /** Claims beside `iss`, `iat` and `exp`, which they may replace. @defaultValue `sub: "test"`, `aud: "test"` */
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface Running {
  readonly server: Server;
  readonly issuer: string;
  readonly key: CryptoKey;
}

const lifetimeSeconds = 3600;

/** An OpenID Connect provider as small as can be, on a port of its own, that a backend comes to trust. */
export class KitIssuer {
  readonly #backend: Pick<Backend, 'oidc' | 'now'>;
  #running: Promise<Running> | undefined;

  constructor(backend: Pick<Backend, 'oidc' | 'now'>) {
    this.#backend = backend;
  }

  /** A signed token; the first starts the issuer. */
  async sign({ claims = {} }: OidcOptions): Promise<string> {
    this.#running ??= this.#start();
    const [{ SignJWT }, { issuer, key }] = await Promise.all([import('jose'), this.#running]);
    const iat = Math.floor(this.#backend.now() / 1000);
    const standard = { sub: 'test', aud: 'test', iss: issuer, iat, exp: iat + lifetimeSeconds };
    return new SignJWT({ ...standard, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'test' })
      .sign(key);
  }

  async close(): Promise<void> {
    const { server } = (await this.#running) ?? {};
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async #start(): Promise<Running> {
    const { exportJWK, generateKeyPair } = await import('jose');
    const { publicKey, privateKey: key } = await generateKeyPair('ES256');
    const { server, issuer } = await serve({ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'test' });
    this.#backend.oidc.trust({ issuer });
    return { server, issuer, key };
  }
}

async function serve(key: JWK): Promise<Omit<Running, 'key'>> {
  let issuer = '';
  const server = createServer(({ url }, response) => {
    const isDiscovery = url === '/.well-known/openid-configuration';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isDiscovery ? { issuer, jwks_uri: `${issuer}/jwks` } : { keys: [key] }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, issuer };
}
