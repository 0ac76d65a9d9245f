import type { Authorization } from './authorization.ts';
import { NodeSha256 } from './node-hash.ts';
import type { AwsCredentials } from './principal.ts';
import { invalidSignature } from './signature-error.ts';
import { header, type SignedRequest } from './signed-request.ts';

/**
 * The signature that a request would have, made by AWS's own signer from just the headers that were signed.
 *
 * @returns Hexadecimal.
 * @throws SignatureError where the query cannot be read.
 */
export async function expectedSignature(
  request: SignedRequest,
  { region, service, signedHeaders }: Authorization,
  { accessKeyId, secretAccessKey }: AwsCredentials,
  signingDate: Date,
): Promise<string> {
  // Loaded with the first signature, so that the start does not wait for it.
  const { SignatureV4 } = await import('@smithy/signature-v4');
  // Without the session token, which the signer would sign where the client need not have done so.
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ credentials, region, service, sha256: NodeSha256, applyChecksum: false });
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s);
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, header(request, name) ?? '']));
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: 'local',
      path,
      query: readQuery(query),
      headers,
      body: request.body,
    },
    { signingDate, signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]{64})/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

// Every value of every name: one left out could be changed unseen. A plus sign is one, not a space, as for AWS.
function readQuery(query: string): Record<string, string[]> {
  const values: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decode);
    (values[name] ??= []).push(value);
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidSignature('The query string cannot be read.');
  }
}
