import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A record as the backend's data folder has it. */
export interface StoredItem {
  readonly id: string;
  readonly status: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** How often it was written: 1 when it was loaded. */
  readonly revision: number;
}

/** Reads the items straight from the backend's database file, past everything that could say otherwise. */
export function storedItems(dataDir: string): StoredItem[] {
  const database = new DatabaseSync(join(dataDir, 'backend.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare("SELECT json, revision FROM item WHERE model = 'Item'").all();
    return rows.map(({ json, revision }) => {
      const { id, status, metadata } = JSON.parse(String(json)) as StoredItem;
      return { id, status, metadata, revision: Number(revision) };
    });
  } finally {
    database.close();
  }
}
