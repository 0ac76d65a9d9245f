import { isAbstractType } from 'graphql';
import { readOperations } from '../access/access-row.ts';
import type { Decision, Identity } from '../access/decide.ts';
import type { ExpandedSchema } from '../expand.ts';
import type { AccessTarget } from './access-target.ts';
import { broadestRules, rulesOfRows, ruleWithoutRows, unique, type DecidingRule } from './deciding-rule.ts';
import { findingsFor, order, type Finding } from './findings.ts';
import { identityLabel } from './identity-names.ts';
import { whatItDependsOn } from './what-it-depends-on.ts';
import type { Denial } from './why-denied.ts';

/** A selected field that the caller may not read or call. */
export interface DeniedPath extends Denial {
  /** The response keys that lead to it, joined by dots; `Type.field` where a field was asked for. */
  readonly path: string;
  readonly type: string;
  readonly field: string;
}

/** An answer of the rules, and what it rests on. */
export interface AccessExplanation {
  readonly decision: Decision;
  /** The rules that decide `allow` or `depends`. */
  readonly rules: readonly DecidingRule[];
  /** For `depends`: what has to hold, as phrases. */
  readonly dependsOn: readonly string[];
  /** For `deny`: each path that is denied, and why. */
  readonly denied: readonly DeniedPath[];
  /** What decides in addition to the rules. */
  readonly notes: readonly string[];
}

/**
 * Answers whether somebody may, by which rule, on what it depends, and which paths are denied.
 *
 * @param who - How sentences call the caller. @defaultValue by the groups, else `user` or the kind
 * @throws TypeError when the document holds no operation, QuestionError `unknown-field` for a field that the schema has
 * not.
 * @example
 * ```ts
 * explainAccess(expanded, { type: 'Mutation', field: 'deleteItem' }, { kind: 'user', groups: ['Viewer'] });
 * ```
 */
export function explainAccess(
  expanded: ExpandedSchema,
  target: AccessTarget,
  identity: Identity,
  who = identityLabel(identity),
): AccessExplanation {
  return summarize(expanded, findingsFor({ expanded, identity, who }, target), identity);
}

function summarize(
  expanded: ExpandedSchema,
  findings: readonly Finding[],
  identity: Identity,
): AccessExplanation {
  const decision = order.findLast((one) => findings.some((finding) => finding.decision === one)) ?? 'allow';
  const deciding = findings.filter(
    (finding) =>
      finding.decision === decision && (decision !== 'allow' || finding.isRoot || finding.rows.length > 0),
  );
  return {
    decision,
    rules: decision === 'deny' ? [] : unique(deciding.flatMap((one) => rulesOf(expanded, one, identity))),
    dependsOn:
      decision === 'depends' ? unique(deciding.flatMap((one) => causesOf(expanded, one, identity))) : [],
    denied: decision === 'deny' ? deciding.map(deniedPath) : [],
    notes: decision === 'deny' ? [] : notesFor(identity),
  };
}

function rulesOf(expanded: ExpandedSchema, finding: Finding, identity: Identity): DecidingRule[] {
  const { type, field, rows, operation, isRoot } = finding;
  if (isRoot && operation && readOperations.includes(operation)) {
    const rules = broadestRules(expanded, rows);
    if (rules.length > 0) return rules;
  }
  return rows.length > 0 ? rulesOfRows(expanded, rows) : [ruleWithoutRows(expanded, type, field, identity)];
}

function causesOf(expanded: ExpandedSchema, finding: Finding, identity: Identity): string[] {
  const { type, rows, path, operation } = finding;
  const causes = whatItDependsOn(expanded, rows, identity, operation);
  return isAbstractType(expanded.schema.getType(type)) && causes.length === 0
    ? [`the type that is found at ${path}`]
    : causes;
}

function deniedPath({ path, type, field, denial }: Finding): DeniedPath {
  return { path, type, field, ...denial() };
}

function notesFor({ kind }: Identity): string[] {
  if (kind === 'iam' || kind === 'guest') return ['The IAM policy of the caller decides in addition.'];
  return kind === 'lambda' ? ['The Lambda authorizer decides in addition.'] : [];
}
