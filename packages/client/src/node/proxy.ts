/** Through which proxies requests go; what is left out goes direct. */
export interface ProxySettings {
  /** For `http:` endpoints. */
  readonly httpProxy?: string;
  /** For `https:` endpoints, through a CONNECT tunnel. */
  readonly httpsProxy?: string;
  /** Hosts that are reached without a proxy, as in `NO_PROXY`: `localhost,.internal:8080,*`. */
  readonly noProxy?: string;
}

/**
 * The proxies that an environment names: `http_proxy`, `https_proxy`, `no_proxy` and `all_proxy`, the small letters first. The
 * library never reads the process's own environment; hand it in.
 *
 * @throws TypeError when a value is no URL of a proxy; the message holds no password.
 * @example
 * ```ts
 * const transport = nodeTransport({ proxy: proxyFrom(process.env) });
 * ```
 */
export function proxyFrom(environment: Readonly<Record<string, string | undefined>>): ProxySettings {
  const find = (name: string): string | undefined =>
    environment[name]?.trim() ? environment[name] : environment[name.toUpperCase()];
  const all = find('all_proxy');
  const httpProxy = find('http_proxy') ?? all;
  const httpsProxy = find('https_proxy') ?? all;
  const noProxy = find('no_proxy');
  if (httpProxy) checkProxy('http_proxy', httpProxy);
  if (httpsProxy) checkProxy('https_proxy', httpsProxy);
  return {
    ...(httpProxy ? { httpProxy } : {}),
    ...(httpsProxy ? { httpsProxy } : {}),
    ...(noProxy ? { noProxy } : {}),
  };
}

const protocols = new Set(['http:', 'https:', 'socks5:', 'socks:']);

// A proxy's URL may hold a password, so that the message never repeats it.
function checkProxy(name: string, value: string): void {
  if (URL.canParse(value) && protocols.has(new URL(value).protocol)) return;
  throw new TypeError(`${name}: not the URL of a proxy; expected http://host:port, https:// or socks5://.`);
}

/** The settings with every default said, so that nothing is looked up elsewhere. */
export function resolveProxy(proxy: string | ProxySettings): Required<ProxySettings> {
  const settings: ProxySettings = typeof proxy === 'string' ? { httpProxy: proxy, httpsProxy: proxy } : proxy;
  const { httpProxy = '', httpsProxy = '', noProxy = '' } = settings;
  if (httpProxy) checkProxy('httpProxy', httpProxy);
  if (httpsProxy) checkProxy('httpsProxy', httpsProxy);
  return { httpProxy, httpsProxy, noProxy };
}
