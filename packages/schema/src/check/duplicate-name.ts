import { Kind, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { locate } from '../read/locate.ts';
import { findingAt, type Finding } from './finding.ts';
import type { OperationSet } from './operation-set.ts';

type Named = OperationDefinitionNode | FragmentDefinitionNode;

/** Second operations and second fragments of a name. */
export function duplicateName({ definitions }: OperationSet): Finding[] {
  const first = new Map<string, Named>();
  const findings: Finding[] = [];
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) continue;
    if (!node.name) continue;
    const kind = node.kind === Kind.FRAGMENT_DEFINITION ? 'fragment' : 'operation';
    const key = `${kind} ${node.name.value}`;
    const earlier = first.get(key);
    if (earlier) findings.push(repeated(kind, node, earlier));
    else first.set(key, node);
  }
  return findings;
}

function repeated(kind: string, node: Named, earlier: Named): Finding {
  const [at] = locate(earlier.name);
  const name = node.name?.value ?? '';
  return findingAt(node.name, {
    code: 'duplicate-name',
    message: `There is ${kind === 'fragment' ? 'a' : 'an'} ${kind} ${name} already, in ${at?.file ?? ''}:${at?.line ?? 0}.`,
    remedy: 'Rename or remove one of the two.',
  });
}
