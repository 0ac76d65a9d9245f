import type { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#sha256';
import { credentialsProvider, type AwsCredentials } from './aws-credentials.ts';
import type { CredentialSource, SignableRequest } from './credential-source.ts';
import { untilAborted } from './until-aborted.ts';

/** How to be an IAM principal. */
export interface IamOptions {
  readonly region: string;
  /** The credentials, or a function that gets them; `fromNodeProviderChain()` of `@aws-sdk/credential-providers` is one. */
  readonly credentials: AwsCredentials;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/**
 * Is an IAM principal: signs each request for AppSync with Signature Version 4. The key that signs is derived once for each
 * day and credentials. The clock has to be right: AWS takes no signature that is five minutes off.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function iamSource({ region, credentials, now = Date.now }: IamOptions): CredentialSource {
  const provider = credentialsProvider(credentials, now);
  let signing: Promise<SignatureV4> | undefined;
  const makeSigner = async (): Promise<SignatureV4> => {
    const { SignatureV4 } = await import('@smithy/signature-v4');
    return new SignatureV4({ credentials: provider.get, region, service: 'appsync', sha256: Sha256 });
  };
  return {
    headers: async (request) => {
      provider.renew(request.rejected?.authorization);
      const sign = async () => {
        const signer = await (signing ??= makeSigner());
        return signer.sign(signable(request), { signingDate: new Date(now()) });
      };
      const { host: _, ...headers } = (await untilAborted(sign, request.signal)).headers;
      return headers;
    },
    identity: () => Promise.resolve(undefined),
  };
}

function signable({ url, method, body }: SignableRequest) {
  const { protocol, hostname, port, host, pathname, searchParams } = new URL(url);
  return {
    method,
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    query: Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)])),
    headers: { host, 'content-type': 'application/json' },
    body,
  };
}
