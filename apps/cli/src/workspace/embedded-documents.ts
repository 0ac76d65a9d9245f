const template = /(?:\b(?:gql|graphql)\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`((?:[^`\\]|\\.)*)`/dg;

/**
 * The documents that a source of JavaScript or TypeScript holds: in templates tagged `gql` or `graphql`, or marked so.
 * Everything else is blank, so that lines and columns are those of the file. What is interpolated is left out; it is
 * fragments, which are found where they stand.
 */
export function embeddedDocuments(text: string): string {
  let documents = '';
  for (const match of text.matchAll(template)) {
    const [from, to] = match.indices?.[1] ?? [0, 0];
    const body = text.slice(from, to).replace(/\$\{[^}]*\}/g, blank);
    documents += blank(text.slice(documents.length, from)) + body;
  }
  return documents;
}

/** Whether a file is a source that may hold documents, by its name. */
export function isSource(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
