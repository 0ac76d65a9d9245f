export { proxyFrom, type ProxySettings } from './node/proxy.ts';
export { nodeTransport, type NodeTransport } from './node/transport.ts';
export type { NodeTransportOptions } from './node/transport-options.ts';
