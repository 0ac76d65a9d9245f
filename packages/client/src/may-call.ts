import type { Decision, TypedOperation } from './operation.ts';

/** An answer of {@link mayCall}, with the sentence that a person is shown. */
export interface MayCall {
  readonly decision: Decision;
  /** Why not, or on what it depends; empty when allowed. */
  readonly reason: string;
}

const rank: Record<Decision, number> = { deny: 0, depends: 1, allow: 2 };

/**
 * Says whether a signed-in user may call an operation, from the access that codegen wrote into it.
 *
 * @param groups - The user's groups, from the token's `cognito:groups`.
 */
export function mayCall(
  operation: Pick<TypedOperation, 'name' | 'access'>,
  groups: readonly string[],
): MayCall {
  const { access } = operation;
  const answers = [access.user, ...groups.map((group) => access.groups[group] ?? access.user)];
  const decision = answers.reduce((best, answer) => (rank[answer] > rank[best] ? answer : best));
  if (decision === 'allow') return { decision, reason: '' };
  if (decision === 'depends') return { decision, reason: 'Depends on the record: only its owner may.' };
  const allowed = Object.keys(access.groups).filter((group) => access.groups[group] !== 'deny');
  const who = allowed.length > 0 ? `Only for ${allowed.join(', ')}.` : 'No group of the user pool may.';
  const are = groups.length > 0 ? `You are in ${groups.join(', ')}.` : 'You are in no group.';
  return { decision, reason: `${who} ${are}` };
}
