/** Lets work wait for its turn, one queue for each key. */
export function keyedQueue(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const queues = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const mine = (queues.get(key) ?? Promise.resolve()).then(work);
    queues.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  };
}
