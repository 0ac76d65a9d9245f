import type { Model } from '@postern/schema';
import type { Item, ItemStore } from './store/item-store.ts';

/** Puts records into a model's table; told apart by how they come. */
export interface Seed {
  (model: string, records: Iterable<Item>): number;
  (model: string, records: AsyncIterable<Item>): Promise<number>;
}

/** Where seeds go. */
export interface SeedBed {
  readonly models: ReadonlyMap<string, Model>;
  readonly store: ItemStore;
  readonly now: () => number;
}

const chunkSize = 1000;

/** Makes the `seed` of a local backend: past resolvers and rules, with the timestamps that a resolver would set. */
export function makeSeed({ models, store, now }: SeedBed): Seed {
  function seed(name: string, records: Iterable<Item>): number;
  function seed(name: string, records: AsyncIterable<Item>): Promise<number>;
  function seed(name: string, records: Iterable<Item> | AsyncIterable<Item>): number | Promise<number> {
    const model = models.get(name);
    if (!model)
      throw new TypeError(`The schema has no model ${name}; it has ${[...models.keys()].join(', ')}.`);
    const at = new Date(now()).toISOString();
    const { createdAt, updatedAt } = model.timestamps;
    const times = { ...(createdAt ? { [createdAt]: at } : {}), ...(updatedAt ? { [updatedAt]: at } : {}) };
    const plant = (batch: Iterable<Item>): number =>
      store.seed(
        model,
        Iterator.from(batch).map((record) => ({ ...times, ...record })),
      );
    return Symbol.asyncIterator in records ? plantInChunks(records, plant) : plant(records);
  }
  return seed;
}

// A transaction holds no await: what comes in between goes into the next one.
async function plantInChunks(
  records: AsyncIterable<Item>,
  plant: (batch: Iterable<Item>) => number,
): Promise<number> {
  let added = 0;
  let chunk: Item[] = [];
  for await (const record of records) {
    chunk.push(record);
    if (chunk.length < chunkSize) continue;
    added += plant(chunk);
    chunk = [];
  }
  return added + plant(chunk);
}
