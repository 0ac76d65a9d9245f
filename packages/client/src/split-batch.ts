/** How large one request may become. */
export interface RequestSize {
  readonly maxPerRequest: number;
  /** Of the variables as JSON in UTF-8; a single set that is larger goes alone. */
  readonly maxBytes: number;
}

/** Cuts sets of variables into requests, in order; answers with their indexes. */
export function splitBatch(all: readonly unknown[], { maxPerRequest, maxBytes }: RequestSize): number[][] {
  const groups: number[][] = [];
  let group: number[] = [];
  let bytes = 0;
  for (const [index, variables] of all.entries()) {
    const size = maxBytes === Infinity ? 0 : sizeOf(variables);
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
