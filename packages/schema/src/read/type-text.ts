import { Kind, type TypeNode } from 'graphql';

// A type as it is written, such as `[Item!]!`: what the rest of the package passes around instead of nodes.
export function typeText(node: TypeNode): string {
  if (node.kind === Kind.NON_NULL_TYPE) return `${typeText(node.type)}!`;
  return node.kind === Kind.LIST_TYPE ? `[${typeText(node.type)}]` : node.name.value;
}

/** The name inside all brackets and exclamation marks. */
export function baseOf(type: string): string {
  let start = 0;
  let end = type.length;
  while (type.charCodeAt(start) === 91) start += 1;
  while (end > start && (type.charCodeAt(end - 1) === 93 || type.charCodeAt(end - 1) === 33)) end -= 1;
  return start === 0 && end === type.length ? type : type.slice(start, end);
}

export function isList(type: string): boolean {
  return type.startsWith('[');
}

export function isRequired(type: string): boolean {
  return type.endsWith('!');
}

export function nullable(type: string): string {
  return isRequired(type) ? type.slice(0, -1) : type;
}

export function required(type: string): string {
  return isRequired(type) ? type : `${type}!`;
}

/** The same brackets and exclamation marks around another name. */
export function withBase(type: string, name: string): string {
  const base = baseOf(type);
  const start = type.indexOf(base);
  return `${type.slice(0, start)}${name}${type.slice(start + base.length)}`;
}
