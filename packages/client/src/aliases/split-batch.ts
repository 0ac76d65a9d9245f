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
    const size = maxBytes === Infinity ? 0 : copyBytes + sizeOf(variables);
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

function sizeOf(variables: unknown): number {
  return encoder.encode(JSON.stringify(variables)).length;
}
