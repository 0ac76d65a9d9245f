import type { AccessOperation } from '../../access/access-row.ts';
import type { AuthRule } from '../../access/read-rules.ts';
import { modeOf, serviceDirectives, setOf } from '../auth-modes.ts';
import type { Expansion } from '../context.ts';
import type { OutputDirective } from '../output-directive.ts';

/**
 * The directives that open something to the modes of rules; none where there is no rule.
 *
 * @param withDefault - Names the default mode too, although no rule is for it.
 */
export function ruleDirectives(
  { modes }: Expansion,
  rules: readonly AuthRule[],
  withDefault: boolean,
): readonly OutputDirective[] {
  if (rules.length === 0) return [];
  let named = 0;
  for (const { provider } of rules) named |= setOf(modeOf(provider));
  return serviceDirectives(named, modes.default, withDefault);
}

/** The rules that name an operation. */
export function rulesFor(rules: readonly AuthRule[], operation: AccessOperation): AuthRule[] {
  return rules.filter(({ operations }) => operations.includes(operation));
}

/**
 * Whether a root field names the default mode beside the modes of its rules: where the type's rules let it in. Where no
 * rule of the type names the operation, the transformer leaves the default mode in if the API has IAM.
 */
export function namesDefault(
  expansion: Expansion,
  rules: readonly AuthRule[],
  operation: 'create' | 'update' | 'delete' | 'get' | 'list',
): boolean {
  const isRead = operation === 'get' || operation === 'list';
  const named = [...rulesFor(rules, operation), ...(isRead ? rulesFor(rules, 'search') : [])];
  if (named.some((rule) => isForDefault(expansion, rule))) return true;
  const asked = isRead ? [...rulesFor(rules, 'search'), ...rulesFor(rules, 'list')] : named;
  return asked.length === 0 && leavesDefault(expansion);
}

/** Whether a rule is for the API's default mode. */
export function isForDefault({ modes }: Expansion, { provider }: AuthRule): boolean {
  return modeOf(provider) === modes.default;
}

/** Whether the transformer leaves the default mode in where nothing says so. */
export function leavesDefault({ modes }: Expansion): boolean {
  return modes.default === 'iam' || modes.additional.includes('iam');
}
