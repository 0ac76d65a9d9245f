import { randomUUID } from 'node:crypto';

/** An HTTP answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an action answers. */
export function answered(body: object): Reply {
  return { status: 200, headers: rpcHeaders(), body: JSON.stringify(body) };
}

/** An exception in the shape of AWS's JSON protocol. */
export function refused(type: string, message: string): Reply {
  // A header holds no more than this; the message may carry what a caller sent.
  const inHeader = /^[\x20-\x7e]*$/.test(message) ? { 'x-amzn-errormessage': message } : {};
  return {
    status: 400,
    headers: { ...rpcHeaders(), 'x-amzn-errortype': `${type}:`, ...inHeader },
    body: JSON.stringify({ __type: type, message }),
  };
}

/** A public document. */
export function document(body: object): Reply {
  const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=86400' };
  return { status: 200, headers, body: JSON.stringify(body) };
}

function rpcHeaders(): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
    'cache-control': 'no-store',
  };
}
