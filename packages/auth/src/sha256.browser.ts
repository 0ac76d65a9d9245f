import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, or its HMAC under a key, in the shape that a Signature Version 4 signer asks for. */
export class Sha256 {
  readonly #key: Uint8Array | undefined;
  #hash: { update(data: Uint8Array): unknown; digest(): Uint8Array };

  constructor(key?: Data) {
    this.#key = key === undefined ? undefined : bytes(key);
    this.#hash = this.#start();
  }

  update(data: Data): void {
    this.#hash.update(bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start() {
    return this.#key ? hmac.create(sha256, this.#key) : sha256.create();
  }
}

function bytes(data: Data): Uint8Array {
  if (typeof data === 'string') return utf8ToBytes(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
