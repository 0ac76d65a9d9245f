/** What one of several sources has ready. */
type Ready<Value> =
  | { readonly source: number; readonly result: IteratorResult<Value> }
  | { readonly source: number; readonly error: unknown };

/**
 * Reads several sources side by side and yields what comes, whichever comes first. Each source is asked for one value ahead and
 * for no more until that is taken, so that a slow reader holds all of them back.
 *
 * @throws what a source throws; the others are ended then, as they are when the reader stops.
 */
export async function* merge<Value>(
  sources: readonly AsyncIterable<Value>[],
  concurrency: number,
): AsyncGenerator<{ readonly source: number; readonly value: Value }> {
  const waiting = sources.entries();
  const open = new Map<number, AsyncIterator<Value>>();
  const ready: Ready<Value>[] = [];
  let wake: () => void = () => undefined;
  const put = (entry: Ready<Value>): void => {
    ready.push(entry);
    wake();
  };
  const ask = (source: number, iterator: AsyncIterator<Value>): void => {
    iterator.next().then(
      (result) => put({ source, result }),
      (error: unknown) => put({ source, error }),
    );
  };
  const openNext = (): void => {
    const next = waiting.next();
    if (next.done) return;
    const [source, iterable] = next.value;
    const iterator = iterable[Symbol.asyncIterator]();
    open.set(source, iterator);
    ask(source, iterator);
  };
  try {
    for (let index = 0; index < Math.min(concurrency, sources.length); index += 1) openNext();
    while (open.size > 0) {
      while (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const entry = ready.shift() as Ready<Value>;
      if ('error' in entry) throw entry.error;
      const { source, result } = entry;
      const iterator = open.get(source);
      if (result.done || !iterator) {
        open.delete(source);
        openNext();
        continue;
      }
      ask(source, iterator);
      yield { source, value: result.value };
    }
  } finally {
    // Not awaited: a generator that waits for its source ends only when the source does.
    for (const iterator of open.values()) iterator.return?.().catch(() => undefined);
  }
}
