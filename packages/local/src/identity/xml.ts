/** What an element holds: a text, or elements by their names. */
export type XmlContent = string | { readonly [name: string]: XmlContent };

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Writes an element, as AWS's query protocol answers. */
export function element(
  name: string,
  content: XmlContent,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  return `<${name}${given.join('')}>${inner(content)}</${name}>`;
}

function inner(content: XmlContent): string {
  if (typeof content === 'string') return escape(content);
  return Object.entries(content)
    .map(([name, part]) => element(name, part))
    .join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
