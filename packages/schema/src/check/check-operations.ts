import type { DefinitionNode } from 'graphql';
import type { ExpandedSchema } from '../expand.ts';
import { locate } from '../read/locate.ts';
import type { SchemaSource } from '../read/read-source.ts';
import { anonymousOperation } from './anonymous-operation.ts';
import { deprecated } from './deprecated.ts';
import { duplicateName } from './duplicate-name.ts';
import { filterEmptiesPages } from './filter-empties-pages.ts';
import type { Finding } from './finding.ts';
import { invalidOperation } from './invalid-operation.ts';
import { listWithoutNextToken } from './list-without-next-token.ts';
import { mutationSelectsNothing } from './mutation-selects-nothing.ts';
import { keepOperations, readOperations, withFragments, type OperationSet } from './operation-set.ts';
import { applySilences } from './silences.ts';
import { subscriptionGetsNull } from './subscription-gets-null.ts';
import { unreadableField } from './unreadable-field.ts';

// These ask what valid operations mean; of an invalid one there is nothing to say but that.
const meaning = [
  unreadableField,
  subscriptionGetsNull,
  listWithoutNextToken,
  filterEmptiesPages,
  deprecated,
  mutationSelectsNothing,
];

/**
 * Checks all operations of a workspace against schema and rules.
 *
 * @param sources - The files that hold the operations and fragments; a fragment may be used in any of them.
 * @returns The findings that no comment silences, by file and place.
 * @throws SchemaError `unknown-type` when the schema cannot be built.
 * @example
 * ```ts
 * const findings = checkOperations(expand(sdl), [{ name: 'list.graphql', body: 'query { listNotes { items { id } } }' }]);
 * findings[0]?.code; // 'anonymous-operation'
 * ```
 */
export function checkOperations(expanded: ExpandedSchema, sources: readonly SchemaSource[]): Finding[] {
  const { set, findings } = readOperations(expanded, sources);
  const invalid = invalidOperation(set);
  const sound = withoutInvalid(set, invalid);
  const found = [
    ...invalid,
    ...anonymousOperation(set),
    ...duplicateName(set),
    ...meaning.flatMap((rule) => rule(sound)),
  ];
  return inOrder([...findings, ...applySilences(set.documents, once(found))]);
}

function withoutInvalid(set: OperationSet, invalid: readonly Finding[]): OperationSet {
  const broken = new Set(set.definitions.filter((node) => invalid.some((finding) => isIn(finding, node))));
  const isSound = (node: DefinitionNode): boolean =>
    !withFragments(set, node)
      .values()
      .some((one) => broken.has(one));
  const definitions = set.definitions.filter(isSound);
  const kept = new Set(definitions);
  return { ...keepOperations(set, (operation) => kept.has(operation)), definitions };
}

function isIn({ file, line, column }: Finding, node: DefinitionNode): boolean {
  if (!node.loc || node.loc.source.name !== file) return false;
  const [from] = locate(node);
  const { endToken } = node.loc;
  const isBehind = from && (line > from.line || (line === from.line && column >= from.column));
  return Boolean(isBehind) && (line < endToken.line || (line === endToken.line && column <= endToken.column));
}

// What stands in a fragment is found once for each operation that uses it.
function once(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map(
    findings
      .toReversed()
      .map((finding) => [`${finding.code} ${finding.file} ${finding.line} ${finding.column}`, finding]),
  );
  return [...byPlace.values()];
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
  });
}
