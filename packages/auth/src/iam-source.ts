import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from './cognito-client.ts';
import type { CredentialSource } from './credential-source.ts';

/** How to be an IAM principal. */
export interface IamOptions {
  readonly region: string;
  /** The credentials, or a function that gets them; `fromNodeProviderChain()` of `@aws-sdk/credential-providers` is one. */
  readonly credentials: AwsCredentials;
}

/** Is an IAM principal: signs each request for AppSync with Signature Version 4. */
export function iamSource({ region, credentials }: IamOptions): CredentialSource {
  const signer = new SignatureV4({ credentials, region, service: 'appsync', sha256: NobleSha256 });
  return {
    headers: async ({ url, method, body }) => {
      const { protocol, hostname, port, host, pathname } = new URL(url);
      const signed = await signer.sign({
        method,
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path: pathname,
        query: {},
        headers: { host, 'content-type': 'application/json' },
        body,
      });
      const { host: _, ...headers } = signed.headers;
      return headers;
    },
    identity: () => Promise.resolve(undefined),
  };
}

type Data = string | ArrayBuffer | ArrayBufferView;

// SHA-256 in the shape that the signer asks for, in Node and browsers alike.
class NobleSha256 {
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
