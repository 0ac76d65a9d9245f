import { timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from './node-hash.ts';
import type { IamPrincipal } from './principal.ts';

/** A request as it arrived. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Why a signature is refused, by AWS's exception name. */
export type SignatureProblem =
  | 'MissingAuthenticationTokenException'
  | 'IncompleteSignatureException'
  | 'UnrecognizedClientException'
  | 'InvalidSignatureException';

/** A signature that is refused. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly problem: SignatureProblem;

  constructor(problem: SignatureProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What a verifier checks against. */
export interface SignatureScope {
  readonly region: string;
  readonly service: 'appsync' | 'cognito-idp';
  readonly principals: readonly IamPrincipal[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const fiveMinutesMs = 5 * 60_000;

/**
 * Verifies an AWS Signature Version 4 and returns who signed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @throws SignatureError
 */
export async function verifySignature(request: SignedRequest, scope: SignatureScope): Promise<IamPrincipal> {
  const authorization = readAuthorization(header(request, 'authorization'));
  const principal = scope.principals.find(
    ({ credentials }) => credentials.accessKeyId === authorization.accessKeyId,
  );
  const token = header(request, 'x-amz-security-token');
  if (!principal || principal.credentials.sessionToken !== token) {
    throw new SignatureError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const date = checkDate(header(request, 'x-amz-date'), authorization.date, scope.now());
  checkScope(authorization, scope);
  const expected = Buffer.from(await sign(request, authorization, principal, scope, date), 'hex');
  const given = Buffer.from(authorization.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new SignatureError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    );
  }
  return principal;
}

interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const shape =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/;

function readAuthorization(value: string | undefined): Authorization {
  if (value === undefined) {
    throw new SignatureError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, accessKeyId, date, region, service, headers, signature] = shape.exec(value) ?? [];
  if (!accessKeyId || !date || !region || !service || !headers || !signature) {
    throw new SignatureError(
      'IncompleteSignatureException',
      'Authorization header is not a complete AWS4-HMAC-SHA256 signature.',
    );
  }
  const signedHeaders = headers.split(';');
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-amz-date')) {
    throw new SignatureError('InvalidSignatureException', 'host and x-amz-date must be signed headers.');
  }
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

function checkDate(value: string | undefined, scopeDate: string, now: number): Date {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value ?? '') ?? [];
  if (!year || !month || !day || !hours || !minutes || !seconds || `${year}${month}${day}` !== scopeDate) {
    throw new SignatureError(
      'IncompleteSignatureException',
      'Date in Credential scope does not match x-amz-date.',
    );
  }
  const date = new Date(Date.UTC(+year, +month - 1, +day, +hours, +minutes, +seconds));
  if (Math.abs(date.getTime() - now) <= fiveMinutesMs) return date;
  const problem = date.getTime() < now ? 'expired' : 'not yet current';
  throw new SignatureError('InvalidSignatureException', `Signature ${problem}: ${value}`);
}

function checkScope({ region, service }: Authorization, scope: SignatureScope): void {
  if (service !== scope.service) {
    throw new SignatureError(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${scope.service}'.`,
    );
  }
  if (region !== scope.region) {
    throw new SignatureError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region: '${scope.region}'.`,
    );
  }
}

// The signature that this request would have, made by AWS's own signer from just the headers that were signed.
async function sign(
  request: SignedRequest,
  { signedHeaders }: Authorization,
  { credentials }: IamPrincipal,
  { region, service }: SignatureScope,
  signingDate: Date,
): Promise<string> {
  const { pathname, searchParams } = new URL(request.url, 'http://local');
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, header(request, name) ?? '']));
  const signer = new SignatureV4({ credentials, region, service, sha256: NodeSha256, applyChecksum: false });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: 'local',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers,
      body: request.body,
    },
    {
      signingDate,
      signableHeaders: new Set(signedHeaders),
      unsignableHeaders: unsigned(headers, signedHeaders),
    },
  );
  return /Signature=([0-9a-f]{64})/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

// The signer adds the session token to what it signs; some clients send it unsigned.
function unsigned(headers: Record<string, string>, signedHeaders: readonly string[]): Set<string> {
  return new Set(
    ['x-amz-security-token', ...Object.keys(headers)].filter((name) => !signedHeaders.includes(name)),
  );
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
