const texts = new Map<number, string>();

/** One document that changes all items of a chunk, and its variables. */
export function aliased(chunk: readonly string[]): { text: string; variables: Record<string, object> } {
  const variables: Record<string, object> = {};
  chunk.forEach((id, index) => (variables[`input_${index}`] = { id, status: 'COMPLETED' }));
  const text = texts.get(chunk.length) ?? build(chunk.length);
  texts.set(chunk.length, text);
  return { text, variables };
}

function build(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const declared = indexes.map((index) => `$input_${index}: UpdateItemInput!`).join(', ');
  const copies = indexes.map((index) => `a${index}: updateItem(input: $input_${index}) { id }`).join('\n');
  return `mutation Many(${declared}) {\n${copies}\n}`;
}
