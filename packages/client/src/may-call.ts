import type { Identity } from './identity.ts';
import type { Decision, OperationAccess, TypedOperation } from './operation.ts';

/** An answer of {@link mayCall}, with the sentence that a person is shown. */
export interface MayCall {
  readonly decision: Decision;
  /** Why not, or on what it depends; empty when allowed. */
  readonly reason: string;
}

const rank: Record<Decision, number> = { deny: 0, depends: 1, allow: 2 };

/**
 * Says whether somebody may call an operation, from the access that codegen wrote into it.
 *
 * @param identity - Who asks; a list of groups stands for a signed-in user who is in them.
 * @example
 * ```ts
 * const { decision, reason } = mayCall(ProcessBatch, ['Viewer']);
 * // 'deny', 'Only for BatchProcessor. You are in Viewer.'
 * ```
 */
export function mayCall(
  { access }: Pick<TypedOperation, 'access'>,
  identity: Identity | readonly string[],
): MayCall {
  const { kind = 'user', groups = [] } = isList(identity) ? { groups: identity } : identity;
  const decision = kind === 'user' ? bestFor(access, groups) : access[kind];
  if (decision === 'allow') return { decision, reason: '' };
  if (decision === 'depends') return { decision, reason: 'Depends on the record.' };
  return { decision, reason: kind === 'user' ? whyNot(access, groups) : whyNotAs(kind, access) };
}

// Array.isArray does not narrow away a readonly array.
function isList(identity: Identity | readonly string[]): identity is readonly string[] {
  return Array.isArray(identity);
}

function bestFor(access: OperationAccess, groups: readonly string[]): Decision {
  return groups
    .map((group) => (Object.hasOwn(access.groups, group) ? access.groups[group] : undefined) ?? access.user)
    .reduce((best, answer) => (rank[answer] > rank[best] ? answer : best), access.user);
}

function whyNot(access: OperationAccess, groups: readonly string[]): string {
  const who = groupsLetIn(access);
  const only = who.length > 0 ? `Only for ${who.join(', ')}.` : 'No group of the user pool may.';
  return `${only} ${groups.length > 0 ? `You are in ${groups.join(', ')}.` : 'You are in no group.'}`;
}

const spoken = {
  guest: 'callers who are not signed in',
  iam: 'IAM callers',
  apiKey: 'callers with an API key',
  oidc: 'callers of an OpenID Connect provider',
  lambda: 'callers of a Lambda authorizer',
} as const;

function whyNotAs(kind: keyof typeof spoken, access: OperationAccess): string {
  const mayAfterSignIn = access.user !== 'deny' || groupsLetIn(access).length > 0;
  const signIn = kind === 'guest' && mayAfterSignIn ? ' Sign in first.' : '';
  return `Not for ${spoken[kind]}.${signIn}`;
}

function groupsLetIn(access: OperationAccess): string[] {
  return Object.keys(access.groups).filter((group) => access.groups[group] !== 'deny');
}
