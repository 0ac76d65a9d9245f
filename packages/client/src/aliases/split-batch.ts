/** How large one request may become. */
export interface RequestSize {
  readonly maxPerRequest: number;
  /** Of the request's body; a single set that is larger goes alone. */
  readonly maxBytes: number;
  /** What a copy adds to the document, beside its variables. */
  readonly copyBytes?: number;
}

/** Cuts sets of variables into requests, in order; answers with their indexes. */
export function splitBatch(
  all: readonly unknown[],
  { maxPerRequest, maxBytes, copyBytes = 0 }: RequestSize,
): number[][] {
  const groups: number[][] = [];
  let group: number[] = [];
  let bytes = 0;
  for (const [index, variables] of all.entries()) {
    const size =
      maxBytes === Infinity ? 0 : copyBytes + sizeOf(variables, maxBytes / maxPerRequest - copyBytes);
    if (group.length >= maxPerRequest || (group.length > 0 && bytes + size > maxBytes)) {
      groups.push(group);
      group = [];
      bytes = 0;
    }
    group.push(index);
    bytes += size;
  }
  return group.length > 0 ? [...groups, group] : groups;
}

const encoder = new TextEncoder();

// A character takes at most three bytes for each of its UTF-16 units; what is small even so need not be counted exactly.
function sizeOf(variables: unknown, enough: number): number {
  const text = JSON.stringify(variables);
  const atMost = 3 * text.length;
  return atMost <= enough ? atMost : encoder.encode(text).length;
}
