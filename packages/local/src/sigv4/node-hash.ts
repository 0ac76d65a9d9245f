import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

/** Node's SHA-256 in the shape that `@smithy/signature-v4` asks for. */
export class NodeSha256 {
  readonly #key: Data | undefined;
  #hash: Hash | Hmac;

  constructor(key?: Data) {
    this.#key = key;
    this.#hash = start(key);
  }

  update(data: Data): void {
    this.#hash.update(typeof data === 'string' ? data : bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = start(this.#key);
  }
}

function start(key: Data | undefined): Hash | Hmac {
  if (key === undefined) return createHash('sha256');
  return createHmac('sha256', typeof key === 'string' ? key : bytes(key));
}

function bytes(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
