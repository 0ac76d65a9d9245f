import { createHash, timingSafeEqual } from 'node:crypto';
import { readAuthorization, type Authorization } from './authorization.ts';
import { expectedSignature } from './expected-signature.ts';
import type { IamPrincipal, PrincipalLookup } from './principal.ts';
import { invalidSignature, SignatureError } from './signature-error.ts';
import { header, type SignedRequest } from './signed-request.ts';
import { signingDate } from './signing-date.ts';

export { SignatureError, type SignatureProblem } from './signature-error.ts';
export type { SignedRequest } from './signed-request.ts';

/** What a verifier checks against. */
export interface SignatureScope {
  readonly region: string;
  /** The service that a signature has to be made for, such as `appsync` or `cognito-idp`. */
  readonly service: string;
  readonly principals: PrincipalLookup;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Verifies an AWS Signature Version 4 and returns who signed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @throws SignatureError
 */
export async function verifySignature(request: SignedRequest, scope: SignatureScope): Promise<IamPrincipal> {
  const authorization = readAuthorization(header(request, 'authorization'));
  const principal = findPrincipal(request, authorization, scope);
  checkScope(authorization, scope);
  checkSignedHeaders(request, authorization);
  checkBodyHash(request);
  const date = signingDate(header(request, 'x-amz-date'), authorization, scope.now());
  const expected = await expectedSignature(request, authorization, principal.credentials, date);
  if (!isSame(authorization.signature, expected)) {
    throw invalidSignature(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return principal;
}

function findPrincipal(
  request: SignedRequest,
  { accessKeyId }: Authorization,
  { principals, now }: SignatureScope,
): IamPrincipal {
  const principal = principals.get(accessKeyId);
  const token = header(request, 'x-amz-security-token');
  const wanted = principal?.credentials.sessionToken;
  // A session token goes with its access key only; long-lived keys have none.
  if (!principal || (wanted === undefined) !== (token === undefined) || !isSame(wanted ?? '', token ?? '')) {
    throw new SignatureError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  if (principal.expiresAt !== undefined && principal.expiresAt <= now()) {
    throw new SignatureError(
      'ExpiredTokenException',
      'The security token included in the request is expired',
    );
  }
  return principal;
}

function checkScope({ region, service }: Authorization, scope: SignatureScope): void {
  if (service !== scope.service) {
    throw invalidSignature(`Credential should be scoped to correct service: '${scope.service}'. `);
  }
  if (region !== scope.region) {
    throw invalidSignature(`Credential should be scoped to a valid region, not '${region}'. `);
  }
}

// What decides over the meaning of a request has to be signed; else it could be changed on the way.
function checkSignedHeaders(request: SignedRequest, { signedHeaders }: Authorization): void {
  if (!signedHeaders.includes('host')) {
    throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name of ['x-amz-date', 'x-amz-target']) {
    if (name in request.headers && !signedHeaders.includes(name)) {
      throw invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
}

// The signer takes the hash that a request states; that it states the right one is for us to see.
function checkBodyHash(request: SignedRequest): void {
  const stated = header(request, 'x-amz-content-sha256');
  if (stated === undefined) return;
  if (stated !== createHash('sha256').update(request.body).digest('hex')) {
    throw invalidSignature(
      'The value passed in for x-amz-content-sha256 does not match the SHA-256 hash of the request body.',
    );
  }
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
