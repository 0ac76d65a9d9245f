import { UsageError } from '../errors.ts';

/** What `start` is in a container, which has no local backend. @throws UsageError */
export function start(): never {
  throw new UsageError(
    '"start" is for a checkout; here are run, enqueue, work and follow. --help says more.',
  );
}
