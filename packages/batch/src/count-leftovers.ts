/**
 * Counts the keys that nothing is known of.
 *
 * @param ending - Nobody waits for the count once this aborts: the next start counts again.
 * @returns 0 when it was ended.
 */
export async function countLeftovers(
  keys: AsyncIterable<string>,
  isKnown: (key: string) => boolean,
  ending: AbortSignal,
): Promise<number> {
  if (ending.aborted) return 0;
  const ended = new Promise<number>((resolve) => {
    ending.addEventListener('abort', () => resolve(0), { once: true });
  });
  return Promise.race([count(keys, isKnown, ending), ended]);
}

async function count(
  keys: AsyncIterable<string>,
  isKnown: (key: string) => boolean,
  ending: AbortSignal,
): Promise<number> {
  let unknown = 0;
  for await (const key of keys) {
    if (ending.aborted) break;
    if (!isKnown(key)) unknown += 1;
  }
  return unknown;
}
