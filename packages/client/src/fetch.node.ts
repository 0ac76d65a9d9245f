import { nodeTransport } from './node/transport.ts';

let shared: typeof fetch | undefined;

/** `fetch` for Node over one pool for all clients of the process; opened with the first call. */
export const pooledFetch: typeof fetch = (input, init) => (shared ??= nodeTransport().fetch)(input, init);
