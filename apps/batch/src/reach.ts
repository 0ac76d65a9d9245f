import http from 'node:http';
import { nodeTransport, proxyFrom, type ProxySettings } from '@postern/client/node';
import { UsageError } from './errors.ts';

/** How the API is reached, where it is not simply asked. */
export interface Reach {
  /** Sends requests in place of the pool that all clients share. */
  readonly fetch?: typeof fetch;
}

// Where the credentials of a machine, task or pod come from: it never is beyond a proxy.
const metadata = ['169.254.169.254', '169.254.170.2', '169.254.170.23'];

/**
 * Goes through the proxies that an environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), to the API as to all of AWS. Further
 * certificate authorities are for Node itself: `NODE_EXTRA_CA_CERTS`.
 *
 * @throws UsageError when a value is no proxy's URL.
 */
export function reachThrough(environment: NodeJS.ProcessEnv): Reach {
  const proxy = proxies(environment);
  if (proxy.httpProxy === undefined && proxy.httpsProxy === undefined) return {};
  // For the AWS SDK, whose requests go over Node's own agents. A Node that was told of the environment itself has done it.
  if (environment.NODE_USE_ENV_PROXY === '1') return { fetch: nodeTransport({ proxy }).fetch };
  if (typeof http.setGlobalProxyFromEnv !== 'function') {
    throw new UsageError(
      `Proxies need a newer Node 24 than ${process.version}, or NODE_USE_ENV_PROXY=1 in the environment.`,
    );
  }
  http.setGlobalProxyFromEnv({
    http_proxy: proxy.httpProxy,
    https_proxy: proxy.httpsProxy,
    no_proxy: [proxy.noProxy, ...metadata].filter((given) => given !== undefined).join(','),
  });
  return { fetch: nodeTransport({ proxy }).fetch };
}

function proxies(environment: NodeJS.ProcessEnv): ProxySettings {
  try {
    return proxyFrom(environment);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
