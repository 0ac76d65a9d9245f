import { useState } from 'react';

/** Which rows of a table are ticked. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  set(id: string, on: boolean): void;
  setAll(ids: readonly string[], on: boolean): void;
  clear(): void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const setAll = (some: readonly string[], on: boolean): void =>
    setIds((before) => (on ? before.union(new Set(some)) : before.difference(new Set(some))));
  return { ids, setAll, set: (id, on) => setAll([id], on), clear: () => setIds(new Set()) };
}
