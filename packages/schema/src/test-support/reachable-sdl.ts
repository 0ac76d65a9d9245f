import { Kind, parse, print, visit, type DefinitionNode } from 'graphql';

/** The part of an SDL that its root types reach; the first transformer writes more than that. */
export function reachableSdl(sdl: string): string {
  const { definitions } = parse(sdl, { noLocation: true });
  const byName = new Map(definitions.map((node) => ['name' in node ? node.name?.value : '', node]));
  const queue = ['Query', 'Mutation', 'Subscription'];
  const kept = new Map<string, DefinitionNode>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const node = byName.get(name);
    if (!node || kept.has(name)) continue;
    kept.set(name, node);
    visit(node, { [Kind.NAMED_TYPE]: (type) => void queue.push(type.name.value) });
    queue.push(...implementorsOf(definitions, name));
  }
  return [...kept.values()].map((node) => print(node)).join('\n\n');
}

function implementorsOf(definitions: readonly DefinitionNode[], name: string): string[] {
  return definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.interfaces?.some((one) => one.name.value === name)
      ? [node.name.value]
      : [],
  );
}
