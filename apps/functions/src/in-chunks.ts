// AppSync runs at most this many resolvers well within its 30 seconds.
const chunkSize = 25;

/** Runs `work` on a list chunk by chunk, one after another, and joins what it returns. */
export async function inChunks<Input, Output>(
  all: readonly Input[],
  work: (chunk: readonly Input[]) => Promise<readonly Output[]>,
): Promise<Output[]> {
  const results: Output[] = [];
  for (let start = 0; start < all.length; start += chunkSize) {
    results.push(...(await work(all.slice(start, start + chunkSize))));
  }
  return results;
}
