/** One item on its way. */
export interface Work<Item> {
  readonly key: string;
  /** Absent for an item of which a crash left only the key; it can be asked about, not worked on. */
  readonly item?: Item;
  /** Its fate is unknown: ask before doing anything. */
  readonly ask: boolean;
  /** Requests that carried it in this process. */
  readonly requests: number;
  /** Requests that carried it and met trouble. */
  readonly troubles: number;
  /** Of these, the ones that may be of its making: the first, and those met while others got through. */
  readonly suspicions: number;
  /** How many requests had succeeded when it first met trouble. */
  readonly successesBefore: number;
  /** Items that a request may carry together with it, itself included. */
  readonly limit: number;
}

/** An item that was not sent yet. */
export function freshWork<Item>(key: string, item: Item): Work<Item> {
  return {
    key,
    item,
    ask: false,
    requests: 0,
    troubles: 0,
    suspicions: 0,
    successesBefore: 0,
    limit: Number.POSITIVE_INFINITY,
  };
}

/** A key that a crash left behind. */
export function askWork<Item>(key: string): Work<Item> {
  const { item: _, ...work } = freshWork<Item | undefined>(key, undefined);
  return { ...work, ask: true } as Work<Item>;
}
