// A process that dies leaves its lock; it counts as left after ten seconds without a sign of life. A living one may need a
// minute, as long as a sign-in over a slow network takes at most.
const staleMs = 10_000;
const pollMs = 40;
const patienceMs = 72_000;

/**
 * Locks a file between processes, by a folder of its name and `.lock`. The file need not exist.
 *
 * @returns What releases it.
 * @throws Error with the code `ELOCKED` when another process keeps it for over a minute, or with the file system's.
 */
export async function lockFile(file: string): Promise<() => Promise<void>> {
  const { lock } = await import('proper-lockfile');
  const retries = { retries: patienceMs / pollMs, factor: 1, minTimeout: pollMs, maxTimeout: pollMs };
  // The library's own answer to a lost lock is to throw where nobody can catch it.
  const onCompromised = (): undefined => undefined;
  const release = await lock(file, { realpath: false, stale: staleMs, retries, onCompromised });
  // A lock that was lost is not ours to release.
  return () => release().catch(() => undefined);
}
