/** What a request to SQS may carry, at most. */
export const sqsLimits = {
  /** Entries of a batch request. Source: SQS developer guide, "Amazon SQS message quotas". */
  entries: 10,
  /** Bytes of all messages of a request, and of one. Source: the same. */
  bytes: 1_048_576,
} as const;

/** Puts things in groups of so many, and of so many bytes, keeping their order. */
export function inGroups<Thing>(
  things: readonly Thing[],
  bytesOf: (thing: Thing) => number = () => 0,
): Thing[][] {
  const groups: Thing[][] = [];
  let bytes = 0;
  for (const thing of things) {
    const last = groups.at(-1);
    const size = bytesOf(thing);
    if (last && last.length < sqsLimits.entries && bytes + size <= sqsLimits.bytes) {
      last.push(thing);
      bytes += size;
    } else {
      groups.push([thing]);
      bytes = size;
    }
  }
  return groups;
}

/**
 * Works on some things side by side, and no more than so many at a time. After a failure no further one is begun.
 *
 * @throws The first failure, once everything that was under way has ended.
 */
export async function sideBySide<Thing>(
  things: Iterable<Thing>,
  atATime: number,
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const rest = Iterator.from(things);
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let next = rest.next(); !next.done && failures.length === 0; next = rest.next()) {
      await work(next.value).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  if (failures.length > 0) throw failures[0];
}
