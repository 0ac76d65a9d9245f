import type { AuthMode } from '../expand/auth-modes.ts';
import { rolesOf, type Role } from './access-matrix.ts';
import type { AccessOperation, AccessProvider } from './access-row.ts';
import type { AuthRule } from './read-rules.ts';

/** A role with the rule that it comes from; without one where no rule says anything. */
export interface RuledRole {
  readonly role: Role;
  readonly node: AuthRule['node'] | undefined;
}

const providerOfMode: Readonly<Record<AuthMode, AccessProvider>> = {
  userPools: 'userPools',
  iam: 'iam',
  apiKey: 'apiKey',
  oidc: 'oidc',
  lambda: 'function',
};

/**
 * Who may do an operation by the rules that name it, as the first version's resolvers check it.
 *
 * Where no rule names an operation, nothing is checked: whoever AppSync lets in by the default mode may do it. Where a
 * rule lets in every signed-in user, no other rule is asked. No rule looks at IAM principals and API keys: AppSync does.
 */
export function oldRoles(
  rules: readonly AuthRule[],
  operation: AccessOperation,
  defaultMode: AuthMode,
): RuledRole[] {
  const asked = rules.filter(({ operations }) => operations.includes(operation));
  if (asked.length === 0)
    return everybody(providerOfMode[defaultMode]).map((role) => ({ role, node: undefined }));
  const open = asked.find(({ allow, provider }) => allow === 'private' && provider === 'userPools');
  if (open) return asked.flatMap((rule) => withNode(rule, everybodyOf(rule)));
  // A subscription cannot look at a record, so dynamic groups are not checked there.
  const checked = operation === 'listen' ? asked.filter((rule) => !isDynamicGroup(rule)) : asked;
  if (checked.some(isChecked)) return checked.flatMap((rule) => withNode(rule, rolesOfOld(rule)));
  return asked.flatMap((rule) => withNode(rule, everybodyOf(rule)));
}

/** Who may reach a field outside of models: static groups are checked there, and nothing else. */
export function oldFieldRoles(rules: readonly AuthRule[]): RuledRole[] {
  return rules.flatMap((rule) => {
    if (rule.groups) return withNode(rule, rolesOf(rule));
    const grouped = rules.some((other) => other.groups && other.provider === rule.provider);
    return grouped ? [] : withNode(rule, everybodyOf(rule));
  });
}

function withNode({ node }: AuthRule, roles: readonly Role[]): RuledRole[] {
  return roles.map((role) => ({ role, node }));
}

function isChecked({ allow }: AuthRule): boolean {
  return allow === 'owner' || allow === 'groups';
}

function isDynamicGroup({ allow, groups }: AuthRule): boolean {
  return allow === 'groups' && !groups;
}

function rolesOfOld(rule: AuthRule): Role[] {
  return isChecked(rule) ? rolesOf(rule) : everybodyOf(rule);
}

function everybodyOf({ provider, allow }: AuthRule): Role[] {
  return provider === 'iam' && allow === 'private' ? everybody('iam').slice(0, 1) : everybody(provider);
}

// Both roles of an identity pool may use what is public to IAM.
function everybody(provider: AccessProvider): Role[] {
  const role = (strategy: Role['strategy'], claim: string | null = null): Role => ({
    provider,
    strategy,
    static: true,
    claim,
    entity: null,
  });
  if (provider === 'iam') return [role('private', 'authRole'), role('public', 'unauthRole')];
  if (provider === 'function') return [role('custom')];
  return [role(provider === 'apiKey' ? 'public' : 'private')];
}

/** Whether a role takes in everybody whom another takes in. */
export function covers(one: Role, other: Role): boolean {
  if (one.provider !== other.provider) return false;
  if (one.static && one.entity === null) return one.claim === null || one.claim === other.claim;
  return one.static === other.static && one.claim === other.claim && one.entity === other.entity;
}

/**
 * Who passes two checks, one after the other. Two roles of which neither takes in the other are answered by the one that
 * the record decides; where that is neither, nobody is known to have both.
 */
export function passingBoth(some: readonly RuledRole[], others: readonly RuledRole[]): RuledRole[] {
  const kept = new Map<string, RuledRole>();
  const keep = (one: RuledRole): void => void kept.set(JSON.stringify(one.role), one);
  for (const a of some) {
    for (const b of others) {
      if (covers(b.role, a.role)) keep(a);
      else if (covers(a.role, b.role)) keep(b);
      else if (a.role.provider !== b.role.provider) continue;
      else if (!a.role.static) keep(a);
      else if (!b.role.static) keep(b);
    }
  }
  return [...kept.values()];
}
