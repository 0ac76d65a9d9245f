import { claimsOf, type Claims } from './claims.ts';

/** A rule that reads a claim: what is wanted of a row of `@postern/schema`'s access table. */
export interface ClaimRule {
  readonly type: string;
  readonly field: string;
  readonly provider: string;
  readonly strategy: string;
  /** The claim, or several joined by `::`; null where the rule reads none. */
  readonly claim: string | null;
}

/** A claim that some rule reads and that a token lacks. */
export interface MissingClaim {
  readonly claim: string;
  /** The types whose rules read it. */
  readonly neededBy: readonly string[];
  /** Why it may be missing, and what would bring it. */
  readonly advice: string;
}

/** What a token says. */
export interface TokenExplanation {
  /** `other` for a token that no Cognito user pool made. */
  readonly kind: 'access' | 'id' | 'machine' | 'other';
  readonly username: string | undefined;
  readonly sub: string | undefined;
  readonly groups: readonly string[];
  /** OAuth scopes; of an access token alone. */
  readonly scopes: readonly string[];
  readonly issuer: string | undefined;
  readonly userPoolId: string | undefined;
  readonly clientId: string | undefined;
  /** Milliseconds since the epoch, by the server's clock. */
  readonly issuedAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly expired: boolean;
  readonly missing: readonly MissingClaim[];
}

/**
 * Says what a token is, for how long, and which claims the rules of a schema read that it lacks. The token is read, not
 * verified.
 *
 * @param access - The access table of a schema, as `expand(sdl).access` of `@postern/schema` is one.
 * @param now - Milliseconds since the epoch.
 * @throws AuthError `service` when the text is no JSON web token.
 * @example
 * ```ts
 * explain((await source.tokens()).accessToken, expand(sdl).access).missing;
 * // [{ claim: 'email', neededBy: ['Invoice'], advice: '… sign in with tokenUse: "id" …' }]
 * ```
 */
export function explain(
  token: string,
  access: { readonly rows: readonly ClaimRule[] } = { rows: [] },
  now: number = Date.now(),
): TokenExplanation {
  const claims = claimsOf(token.replace(/^Bearer /i, '').trim());
  const userPoolId = poolOf(claims.iss);
  const kind = kindOf(claims, userPoolId);
  const provider = userPoolId === undefined ? 'oidc' : 'userPools';
  const expiresAt = claims.exp === undefined ? undefined : claims.exp * 1000;
  return {
    kind,
    username: text(claims.username) ?? text(claims['cognito:username']),
    sub: claims.sub,
    groups: list(claims['cognito:groups']),
    scopes: text(claims.scope)?.split(' ') ?? [],
    issuer: claims.iss,
    userPoolId,
    clientId: text(claims.client_id) ?? (kind === 'id' ? text(claims.aud) : undefined),
    issuedAt: claims.iat === undefined ? undefined : claims.iat * 1000,
    expiresAt,
    expired: expiresAt !== undefined && expiresAt <= now,
    missing: missing(
      claims,
      kind,
      access.rows.filter((row) => row.provider === provider),
    ),
  };
}

function poolOf(issuer: string | undefined): string | undefined {
  return /^https:\/\/[\w.-]+\/([\w-]+_[0-9a-zA-Z]+)$/.exec(issuer ?? '')?.[1];
}

function kindOf(claims: Claims, userPoolId: string | undefined): TokenExplanation['kind'] {
  if (userPoolId === undefined) return 'other';
  if (claims.token_use === 'id') return 'id';
  if (claims.token_use !== 'access') return 'other';
  // Of client_credentials: it speaks for the app client itself.
  return claims.username === undefined ? 'machine' : 'access';
}

function missing(claims: Claims, kind: TokenExplanation['kind'], rows: readonly ClaimRule[]): MissingClaim[] {
  const needed = new Map<string, Set<string>>();
  for (const { claim, type, strategy } of rows) {
    if (claim === null || (strategy !== 'owner' && strategy !== 'groups')) continue;
    for (const name of claim.split('::')) {
      if (!has(claims, name)) needed.set(name, (needed.get(name) ?? new Set()).add(type));
    }
  }
  return Array.from(needed, ([claim, types]) => ({
    claim,
    neededBy: [...types].sort(),
    advice: adviceFor(claim, kind),
  })).sort((a, b) => (a.claim < b.claim ? -1 : 1));
}

// AppSync reads either name of the user: access tokens have the one, ID tokens the other.
function has(claims: Claims, name: string): boolean {
  const known = (key: string): boolean => Object.hasOwn(claims, key) && claims[key] !== undefined;
  return known(name) || (name === 'username' && known('cognito:username'));
}

const trigger = 'a pre token generation trigger';

function adviceFor(claim: string, kind: TokenExplanation['kind']): string {
  if (kind === 'machine') return 'The token speaks for an app client, which has no user’s claims.';
  if (kind === 'other') return `The issuer does not add ${claim}.`;
  if (claim === 'cognito:groups')
    return 'The user is in no group. Groups that were joined later need a new sign-in.';
  if (kind === 'id' && ofAccessTokens.has(claim))
    return `Only access tokens have ${claim}: send the access token (tokenUse: 'access').`;
  if (!isOfIdTokens(claim)) return `No user attribute has this name: only ${trigger} can add ${claim}.`;
  if (kind === 'id') return `The user has no ${claim}, or the app client may not read it.`;
  // The first version of its event cannot change access tokens.
  return `Access tokens have no user attributes: send the ID token (tokenUse: 'id'), or add ${claim} by ${trigger} (V2_0 or later).`;
}

const ofAccessTokens: ReadonlySet<string> = new Set(['client_id', 'scope', 'version', 'username']);

// Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
const attributes: ReadonlySet<string> = new Set(
  (
    'address birthdate email email_verified family_name gender given_name identities locale middle_name name nickname ' +
    'phone_number phone_number_verified picture preferred_username profile updated_at website zoneinfo'
  ).split(' '),
);

function isOfIdTokens(claim: string): boolean {
  return /^(custom|dev|cognito):/.test(claim) || claim === 'aud' || attributes.has(claim);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
