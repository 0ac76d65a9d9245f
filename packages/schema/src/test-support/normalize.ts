import { parse, print, visit, type ASTNode } from 'graphql';

const lists = ['fields', 'arguments', 'directives', 'values', 'interfaces', 'types'];

/** A schema's definitions by name, printed with everything whose order means nothing sorted. */
export function normalize(sdl: string): Record<string, string> {
  if (sdl.trim() === '') return {};
  const bare = visit(parse(sdl, { noLocation: true }), {
    enter: (node) => ({ ...node, description: undefined }),
  });
  const sorted = visit(bare, { enter: sortLists });
  const named = sorted.definitions.map(
    (node) => ['name' in node ? (node.name?.value ?? '') : '', print(node)] as const,
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

// The transformer writes an owner's field once for each rule that names it, which no schema may have.
function sortedOnce(nodes: readonly ASTNode[]): ASTNode[] {
  const byText = new Map(nodes.map((node) => [print(node), node]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node);
}

function sortLists(node: ASTNode): ASTNode {
  const copy: Record<string, unknown> = { ...node };
  for (const key of lists) {
    const list = copy[key];
    if (Array.isArray(list)) copy[key] = sortedOnce(list as ASTNode[]);
  }
  return copy as unknown as ASTNode;
}
