import { print, type ConstDirectiveNode } from 'graphql';

/** A directive in the executable schema, as SDL. */
export interface OutputDirective {
  readonly name: string;
  readonly text: string;
}

export const noDirectives: readonly OutputDirective[] = Object.freeze([]);

/** A directive of the source, or of the name given. */
export function outputDirective(source: ConstDirectiveNode | string): OutputDirective {
  if (typeof source === 'string') return { name: source, text: `@${source}` };
  const plain = source.arguments === undefined || source.arguments.length === 0;
  return { name: source.name.value, text: plain ? `@${source.name.value}` : print(source) };
}

/** A list of directives with others added, where it has none of the same name. */
export function withDirectives(
  existing: readonly OutputDirective[],
  added: readonly OutputDirective[],
): readonly OutputDirective[] {
  if (existing.length === 0) return added;
  const fresh = added.filter(({ name }) => !existing.some((directive) => directive.name === name));
  return fresh.length > 0 ? [...existing, ...fresh] : existing;
}
