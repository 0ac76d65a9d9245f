import { randomBytes, randomUUID } from 'node:crypto';
import type { Reply } from '../cognito/cognito.ts';
import type { AwsCredentials } from '../sigv4/principal.ts';
import type { SignatureProblem } from '../sigv4/signature-error.ts';
import { SignatureError, verifySignature, type SignedRequest } from '../sigv4/verify-signature.ts';
import type { IdentityPool } from './identity-pool.ts';
import { readOpenIdToken } from './open-id-token.ts';
import { account, principalFor, roleArn, roleNames } from './roles.ts';
import { StsError } from './sts-error.ts';
import { element, type XmlContent } from './xml.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const hour = 3600;

// What other services say in a name of their own, services of the query protocol say in these.
// Source: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
const codes: Readonly<Record<SignatureProblem, string>> = {
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  IncompleteSignatureException: 'IncompleteSignature',
  UnrecognizedClientException: 'InvalidClientTokenId',
  ExpiredTokenException: 'ExpiredToken',
  InvalidSignatureException: 'SignatureDoesNotMatch',
};

/** Answers the Security Token Service's requests, which are forms. */
export async function handleSts(identityPool: IdentityPool, request: SignedRequest): Promise<Reply> {
  const form = new URLSearchParams(request.body.toString());
  const action = form.get('Action') ?? '';
  try {
    const result = await run(identityPool, request, form, action);
    const body = { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
    return xml(200, element(`${action}Response`, body, { xmlns: namespace }));
  } catch (error) {
    if (error instanceof StsError) return refuse(error.status, error.type, error.message);
    if (error instanceof SignatureError) return refuse(403, codes[error.problem], error.message);
    throw error;
  }
}

function run(
  identityPool: IdentityPool,
  request: SignedRequest,
  form: URLSearchParams,
  action: string,
): Promise<XmlContent> {
  if (action === 'GetCallerIdentity') return getCallerIdentity(identityPool, request);
  if (action === 'AssumeRole') return assumeRole(identityPool, request, form);
  if (action === 'AssumeRoleWithWebIdentity') return assumeRoleWithWebIdentity(identityPool, form);
  const what = action === '' ? 'a request without Action' : action;
  throw new StsError('InvalidAction', `The local backend does not support ${what}.`);
}

async function getCallerIdentity({ options }: IdentityPool, request: SignedRequest): Promise<XmlContent> {
  const { pool, principals } = options;
  const { region, now } = pool;
  const { arn, credentials } = await verifySignature(request, { region, service: 'sts', principals, now });
  return { Arn: arn, UserId: `${credentials.accessKeyId}:${arn.split('/').at(-1)}`, Account: account };
}

// What would narrow a session or ask for more proof: ignoring it would give more than was asked for.
const unsupported = ['Policy', 'PolicyArns.member.1.arn', 'SerialNumber', 'TokenCode', 'Tags.member.1.Key'];

/** A role for whoever signs, where it trusts callers. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
async function assumeRole(
  { options }: IdentityPool,
  request: SignedRequest,
  form: URLSearchParams,
): Promise<XmlContent> {
  const { pool, principals, roles } = options;
  const { region, now } = pool;
  const caller = await verifySignature(request, { region, service: 'sts', principals, now });
  const session = required(form, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/);
  const asked = required(form, 'RoleArn', /^arn:/);
  const other = unsupported.find((name) => form.has(name));
  if (other !== undefined) {
    throw new StsError('ValidationError', `${other.split('.')[0]} is not supported by the local backend.`);
  }
  // Who came by way of the identity pool stays with the role that it gave.
  const principal = caller.identity ? undefined : roles.session(asked, session, 'callers');
  if (!principal) {
    throw new StsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${asked}`,
      403,
    );
  }
  const expiresAt = now() + seconds(form) * 1000;
  const credentials = principals.issue(principal, expiresAt, now());
  return { Credentials: describe(credentials, expiresAt), AssumedRoleUser: assumed(principal.arn, session) };
}

function assumed(arn: string, session: string): XmlContent {
  return { Arn: arn, AssumedRoleId: `AROA${randomBytes(8).toString('hex').toUpperCase()}:${session}` };
}

async function assumeRoleWithWebIdentity(
  { id, options }: IdentityPool,
  form: URLSearchParams,
): Promise<XmlContent> {
  const { pool, principals } = options;
  const session = required(form, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/);
  const asked = required(form, 'RoleArn', /^arn:/);
  const identity = await readOpenIdToken(pool, id, required(form, 'WebIdentityToken', /^\S+$/));
  if (identity === 'expired') throw new StsError('ExpiredTokenException', 'Token expired');
  if (identity === 'invalid')
    throw new StsError('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
  // As the roles' trust policies have it: guests one, signed-in users the other, and both what trusts them by itself.
  const isUsual = asked === roleArn(identity.isGuest ? roleNames.guest : roleNames.signedIn);
  const other = options.roles.session(asked, session, identity.isGuest ? 'guests' : 'users');
  if (!isUsual && !other) {
    throw new StsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
  }
  const principal = { ...principalFor(identity, session), ...other };
  const expiresAt = pool.now() + seconds(form) * 1000;
  const credentials = principals.issue(principal, expiresAt, pool.now());
  return {
    Credentials: describe(credentials, expiresAt),
    SubjectFromWebIdentityToken: identity.identityId,
    AssumedRoleUser: assumed(principal.arn, session),
    Provider: 'cognito-identity.amazonaws.com',
    Audience: id,
  };
}

function required(form: URLSearchParams, name: string, pattern: RegExp): string {
  const value = form.get(name) ?? '';
  if (pattern.test(value)) return value;
  // The value is left out on purpose: it may be a token.
  throw new StsError(
    'ValidationError',
    `1 validation error detected: Value at '${name}' is missing or not valid.`,
  );
}

function seconds(form: URLSearchParams): number {
  const asked = Number(form.get('DurationSeconds') ?? hour);
  if (Number.isInteger(asked) && asked >= 900 && asked <= 12 * hour) return asked;
  throw new StsError(
    'ValidationError',
    '1 validation error detected: DurationSeconds has to be 900 to 43200.',
  );
}

function describe(
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  expiresAt: number,
): XmlContent {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken ?? '',
    Expiration: new Date(expiresAt).toISOString(),
  };
}

function refuse(status: number, code: string, message: string): Reply {
  const error = { Type: 'Sender', Code: code, Message: message };
  return xml(
    status,
    element('ErrorResponse', { Error: error, RequestId: randomUUID() }, { xmlns: namespace }),
    code,
  );
}

function xml(status: number, body: string, errorType?: string): Reply {
  const headers = {
    'content-type': 'text/xml',
    'x-amzn-requestid': randomUUID(),
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  };
  return { status, headers, body };
}
