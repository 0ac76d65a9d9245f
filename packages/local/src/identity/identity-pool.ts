import type { DatabaseSync } from 'node:sqlite';
import type { Pool } from '../cognito/pool.ts';
import { CognitoException, notAuthorized } from '../cognito/exception.ts';
import { optionalString, parseInput, requiredString, stringMap, type Input } from '../cognito/input.ts';
import { answered, refused, type Reply } from '../cognito/reply.ts';
import { TokenError, type Claims, type TokenVerifier } from '../cognito/verify-token.ts';
import type { AwsCredentials, PoolIdentity } from '../sigv4/principal.ts';
import type { Principals } from '../sigv4/principals.ts';
import type { SignedRequest } from '../sigv4/verify-signature.ts';
import { IdentityStore } from './identity-store.ts';
import { signOpenIdToken } from './open-id-token.ts';
import type { LocalRoles } from './local-roles.ts';
import { mappedRole, type RoleMapping } from './role-mapping.ts';
import { principalFor } from './roles.ts';

/** The backend's identity pool: AWS credentials for the users of its user pool, and for guests. */
export interface IdentityPool {
  readonly id: string;
  readonly store: IdentityStore;
  readonly options: IdentityPoolOptions;
  /** Answers a request with an `X-Amz-Target` header. */
  handle(request: SignedRequest): Promise<Reply>;
}

/** How an identity pool is set up. */
export interface IdentityPoolOptions {
  readonly pool: Pool;
  readonly database: DatabaseSync;
  readonly verifyToken: TokenVerifier;
  readonly principals: Principals;
  /** Whether guests get credentials. */
  readonly guests: boolean;
  readonly roles: LocalRoles;
  /** What users get whose token prefers no role, where tokens say the role at all. @defaultValue tokens do not */
  readonly roleMapping?: RoleMapping | undefined;
}

const hourMs = 3_600_000;
const identityPattern = /^[\w-]+:[0-9a-f-]+$/;

/** Opens the identity pool of a database. */
export function createIdentityPool(options: IdentityPoolOptions): IdentityPool {
  const store = new IdentityStore(options.database, options.pool.region);
  const service: Service = { ...options, store };
  return {
    id: store.poolId,
    store,
    options,
    async handle(request) {
      try {
        return answered(await run(service, request));
      } catch (error) {
        if (error instanceof CognitoException) return refused(error.type, error.message);
        throw error;
      }
    },
  };
}

interface Service extends IdentityPoolOptions {
  readonly store: IdentityStore;
}

const target = 'AWSCognitoIdentityService.';
const actions: Readonly<Record<string, (service: Service, input: Input) => Promise<object>>> = {
  GetId: getId,
  GetCredentialsForIdentity: getCredentials,
  GetOpenIdToken: getOpenIdToken,
};

function run(service: Service, request: SignedRequest): Promise<object> {
  const name = String(request.headers['x-amz-target']).slice(target.length);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return action(service, parseInput(request.body));
  throw new CognitoException(
    'UnknownOperationException',
    `The local identity pool does not support ${name === '' ? 'this action' : name}.`,
  );
}

// The user whom the login of the request proves; undefined for a guest.
async function login({ pool, verifyToken, guests }: Service, input: Input): Promise<Claims | undefined> {
  const logins = stringMap(input, 'Logins');
  const provider = pool.issuer.slice('https://'.length);
  const other = Object.keys(logins).find((name) => name !== provider);
  if (other !== undefined)
    throw notAuthorized('Token is not from a supported provider of this identity pool.');
  const token = logins[provider];
  if (token === undefined) {
    if (guests) return undefined;
    throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
  }
  const claims = await verifyToken(token).catch((error: unknown) => {
    throw error instanceof TokenError ? notAuthorized(said[error.problem]) : error;
  });
  if (claims.token_use !== 'id')
    throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.');
  return claims;
}

const said = {
  expired: 'Invalid login token. Token expired.',
  revoked: 'Invalid login token. Token is revoked.',
  malformed: 'Invalid login token. Not a valid OpenId Connect identity token.',
  invalid: 'Invalid login token. Token signature invalid.',
} as const;

async function getId(service: Service, input: Input): Promise<object> {
  const id = requiredString(input, 'IdentityPoolId', identityPattern);
  if (id !== service.store.poolId) {
    throw new CognitoException('ResourceNotFoundException', `IdentityPool '${id}' not found.`);
  }
  return { IdentityId: service.store.idFor((await login(service, input))?.sub) };
}

// An identity that is a user's needs that user's login; one that is nobody's yet becomes the user's.
async function identified(
  service: Service,
  input: Input,
): Promise<{ identity: PoolIdentity; claims: Claims | undefined }> {
  const { store } = service;
  const asked = requiredString(input, 'IdentityId', identityPattern);
  const claims = await login(service, input);
  const sub = claims?.sub;
  const identityId = store.current(asked);
  const owner = store.subOf(identityId);
  const of = (id: string) => ({
    identity: { identityId: id, identityPoolId: store.poolId, isGuest: sub === undefined },
    claims,
  });
  if (owner === undefined) {
    throw new CognitoException('ResourceNotFoundException', `Identity '${asked}' not found.`);
  }
  if (owner === null && sub !== undefined) return of(store.claim(identityId, sub));
  if (owner !== (sub ?? null)) throw notAuthorized(`Access to Identity '${asked}' is forbidden.`);
  return of(identityId);
}

async function getCredentials(service: Service, input: Input): Promise<object> {
  const { pool, principals } = service;
  const { identity, claims } = await identified(service, input);
  const custom = optionalString(input, 'CustomRoleArn');
  const mapped = mappedRole(service, claims, custom, 'CognitoIdentityCredentials');
  const expiresAt = pool.now() + hourMs;
  const principal = principalFor(identity, 'CognitoIdentityCredentials');
  const credentials = principals.issue({ ...principal, ...mapped }, expiresAt, pool.now());
  return { IdentityId: identity.identityId, Credentials: describe(credentials, expiresAt) };
}

function describe({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials, expiresAt: number): object {
  return {
    AccessKeyId: accessKeyId,
    SecretKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiresAt / 1000,
  };
}

async function getOpenIdToken(service: Service, input: Input): Promise<object> {
  const { identity } = await identified(service, input);
  return { IdentityId: identity.identityId, Token: await signOpenIdToken(service.pool, identity) };
}
