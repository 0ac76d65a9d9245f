import { createHash, createHmac } from 'node:crypto';
import type { AwsCredentials } from '../principal.ts';
import type { SignedRequest } from '../verify-signature.ts';

/** What to sign, and how. */
export interface Signing {
  readonly credentials: AwsCredentials;
  readonly region?: string;
  readonly service?: string;
  readonly at: Date;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * Signs a request by the letter of AWS's documentation, apart from the library that the verifier uses. All headers are
 * signed; the path is taken as it is, the query must be in order.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function sign(signing: Signing): SignedRequest {
  const { credentials, region = 'eu-central-1', service = 'cognito-idp', at } = signing;
  const { method = 'POST', url = '/', body = '{}' } = signing;
  const date = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = { host: '127.0.0.1:4000', 'x-amz-date': date, ...signing.headers };
  const names = Object.keys(headers).sort();
  const [path = '', query = ''] = url.split('?');
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = [method, path, query, canonicalHeaders, names.join(';'), sha256(body)].join('\n');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(
    key as Buffer,
    ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n'),
  );
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`;
  return { method, url, headers: { ...headers, authorization }, body: Buffer.from(body) };
}
