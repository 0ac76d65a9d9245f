// A sentence for the nearest known name, or nothing when none is near.
export function didYouMean(name: string, known: Iterable<string>, prefix = ''): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(Math.max(1, Math.floor(name.length / 3)), name.length - 1) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? undefined : `Did you mean ${prefix}${best}?`;
}

// How many letters were left out, added, mistaken or exchanged with their neighbour; given up once it reaches `limit`.
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      current.push(
        Math.min(
          replaced,
          (previous[j] ?? 0) + 1,
          (current[j - 1] ?? 0) + 1,
          exchanged ? (before[j - 2] ?? 0) + 1 : limit,
        ),
      );
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length] ?? limit;
}
