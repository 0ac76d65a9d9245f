import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, or its HMAC under a key, in the shape that a Signature Version 4 signer asks for. */
export class Sha256 {
  readonly #key: Data | undefined;
  #hash: Hash | Hmac;

  constructor(key?: Data) {
    this.#key = key;
    this.#hash = start(key);
  }

  update(data: Data): void {
    this.#hash.update(bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = start(this.#key);
  }
}

function start(key: Data | undefined): Hash | Hmac {
  return key === undefined ? createHash('sha256') : createHmac('sha256', bytes(key));
}

function bytes(data: Data): string | Uint8Array {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
