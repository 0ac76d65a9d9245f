/** As much of a `WebSocket` as is needed; the platform's own and that of `ws` have it. */
export interface SocketLike {
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: (event: object) => void): void;
  send(data: string): void;
  close(code?: number): void;
}

/** Opens a WebSocket. */
export type OpenSocket = (url: string, protocols: string[]) => SocketLike;

/** The platform's own, in browsers and Node. */
export const platformSocket: OpenSocket = (url, protocols) => new WebSocket(url, protocols);
