import type { AccessRow, AccessRule } from '../access/access-row.ts';
import { modeOfIdentity, passesRules, type Identity } from '../access/decide.ts';
import { fieldGroups, fieldModes } from '../access/field-modes.ts';
import type { ExpandedSchema } from '../expand.ts';
import { modeDirectives } from '../expand/auth-modes.ts';
import { roleLabel } from './role-label.ts';

/** What decides: an `@auth` rule, a directive of AppSync, or how the API is set up. */
export interface DecidingRule extends AccessRule {
  /** Whom it lets in, such as `group:Admin`. */
  readonly who: string;
}

/** The rules that rows come from, each once for each role. */
export function rulesOfRows(expanded: ExpandedSchema, rows: readonly AccessRow[]): DecidingRule[] {
  return unique(rows.map((row) => ruleOfRow(expanded, row)));
}

/** For each role the rule that most of its rows come from: enough where one field is as good as another. */
export function broadestRules(expanded: ExpandedSchema, rows: readonly AccessRow[]): DecidingRule[] {
  const byRole = Map.groupBy(
    rows.map((row) => ruleOfRow(expanded, row)),
    ({ who }) => who,
  );
  return [...byRole.values()].flatMap((rules) => {
    const bySize = [...Map.groupBy(rules, (rule) => JSON.stringify(rule)).values()];
    return bySize.sort((a, b) => b.length - a.length)[0]?.[0] ?? [];
  });
}

function ruleOfRow({ access }: ExpandedSchema, row: AccessRow): DecidingRule {
  return { who: roleLabel(row), ...(access.ruleOf(row) ?? { text: 'no rule is against it' }) };
}

/** What lets somebody in where no row does: a directive, the API's default mode, or its IAM access. */
export function ruleWithoutRows(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  identity: Identity,
): DecidingRule {
  const who = identity.kind === 'apiKey' ? 'api-key' : identity.kind;
  if (passesRules(expanded, identity)) return { who, text: 'the API lets IAM principals pass every rule' };
  return directiveRule(expanded, type, field, who, identity);
}

/** The directive that says in which modes a field is open; without one, the API's default mode. */
export function directiveRule(
  expanded: ExpandedSchema,
  type: string,
  field: string,
  who: string,
  identity?: Identity,
): DecidingRule {
  const modes = fieldModes(expanded, type, field);
  const asked = identity && modeOfIdentity(identity);
  const mode = asked && modes.includes(asked) ? asked : modes[0];
  const usual = mode && modeDirectives.get(mode)?.name;
  for (const name of usual === 'aws_cognito_user_pools' ? [usual, 'aws_auth'] : [usual]) {
    const location = expanded.locate(type, field, name ?? '') ?? expanded.locate(type, undefined, name ?? '');
    if (location) return { who, text: `@${name}${groupsText(expanded, type, field)}`, location };
  }
  const byDefault = mode === expanded.authModes.default;
  return {
    who,
    text: byDefault ? `the API's default mode, ${mode}` : `@${usual}, as the expansion writes it`,
  };
}

function groupsText(expanded: ExpandedSchema, type: string, field: string): string {
  const groups = fieldGroups(expanded, type, field);
  return groups ? `(cognito_groups: ${JSON.stringify(groups)})` : '';
}

/** Leaves out what is there already. */
export function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
