import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { resolveProxy } from './proxy.ts';
import type { ResolvedTransportOptions } from './transport-options.ts';

/** The pool of connections that the options describe, behind a proxy where they name one. */
export function createDispatcher(options: ResolvedTransportOptions): Dispatcher {
  const { ca, proxy } = options;
  const tls = ca === undefined ? {} : { secureContext: trusting(ca) };
  const pool = {
    connections: options.connections,
    allowH2: options.http2,
    // One request on a socket at a time: a slow answer must not hold up another's.
    pipelining: 1,
    keepAliveTimeout: options.keepAliveMs,
    headersTimeout: options.headersTimeoutMs,
    bodyTimeout: options.bodyTimeoutMs,
    maxResponseSize: options.maxResponseBytes,
    connect: { timeout: options.connectTimeoutMs, ...tls },
  };
  if (proxy === undefined) return new Agent(pool);
  // With all three given, undici does not look into the process's environment.
  return new EnvHttpProxyAgent({
    ...pool,
    ...resolveProxy(proxy),
    connectTimeout: options.connectTimeoutMs,
    requestTls: tls,
    proxyTls: tls,
  });
}

// Made once: a context for each connection would parse some 150 certificates each time.
function trusting(ca: string | readonly string[]): SecureContext {
  const own = typeof ca === 'string' ? [ca] : [...ca];
  if (!own.every((pem) => pem.includes('-----BEGIN CERTIFICATE-----'))) {
    throw new TypeError('ca: not a certificate in PEM; expected "-----BEGIN CERTIFICATE-----".');
  }
  return createSecureContext({ ca: [...getCACertificates('default'), ...own] });
}
