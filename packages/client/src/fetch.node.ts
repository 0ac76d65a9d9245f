import { nodeTransport } from './node/transport.ts';

let shared: typeof fetch | undefined;

/** `fetch` for Node over one pool for all clients of the process; opened for the first. */
export function defaultFetch(): typeof fetch {
  return (shared ??= nodeTransport().fetch);
}
