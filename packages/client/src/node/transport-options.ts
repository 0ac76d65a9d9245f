import type { ProxySettings } from './proxy.ts';

/** How the Node transport holds its connections. */
export interface NodeTransportOptions {
  /** Sockets per origin; further requests wait for a free one. @defaultValue `64` */
  readonly connections?: number;
  /** How long an idle socket stays open, in milliseconds, unless the server says another time. @defaultValue `30_000` */
  readonly keepAliveMs?: number;
  /** For DNS, TCP and TLS of one connection, in milliseconds. @defaultValue `10_000` */
  readonly connectTimeoutMs?: number;
  /** From the request's last byte to the answer's headers, in milliseconds. @defaultValue `35_000`: AppSync runs a request for up to 30 s */
  readonly headersTimeoutMs?: number;
  /** Between two pieces of the answer's body, in milliseconds. @defaultValue `30_000` */
  readonly bodyTimeoutMs?: number;
  /** A larger answer fails, in bytes. @defaultValue `64 MiB` */
  readonly maxResponseBytes?: number;
  /** Certificate authorities in PEM that are trusted beside those that Node trusts. @defaultValue none */
  readonly ca?: string | readonly string[];
  /** The proxy's URL, or one for each protocol; {@link proxyFrom} takes them from an environment. @defaultValue none */
  readonly proxy?: string | ProxySettings;
  /** Offers HTTP/2, which shares one socket but costs more CPU a request. @defaultValue `false` */
  readonly http2?: boolean;
}

export type ResolvedTransportOptions = Required<Omit<NodeTransportOptions, 'ca' | 'proxy'>> &
  Pick<NodeTransportOptions, 'ca' | 'proxy'>;

/** Fills in the defaults; throws TypeError for a number that is none. */
export function resolveTransport(options: NodeTransportOptions): ResolvedTransportOptions {
  const { ca, proxy, http2 = false } = options;
  const numbers = {
    connections: options.connections ?? 64,
    keepAliveMs: options.keepAliveMs ?? 30_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 35_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 30_000,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 2 ** 20,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new TypeError(`${name}: ${String(value)} is no whole number above zero.`);
  }
  return { ...numbers, http2, ...(ca ? { ca } : {}), ...(proxy ? { proxy } : {}) };
}
