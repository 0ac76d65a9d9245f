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
  return stored(dataDir, 'Item').map(({ json, revision }) => {
    const { id, status, metadata } = JSON.parse(json) as StoredItem;
    return { id, status, metadata, revision };
  });
}

/** A run's record as the backend's data folder has it. */
export interface StoredRun {
  readonly id: string;
  readonly operationType: string;
  readonly status: string;
  readonly itemsProcessed: number;
}

/** Reads the records of runs in the same way. */
export function storedRuns(dataDir: string): StoredRun[] {
  return stored(dataDir, 'BatchOperation').map(({ json }) => {
    const { id, operationType, status, itemsProcessed } = JSON.parse(json) as StoredRun;
    return { id, operationType, status, itemsProcessed };
  });
}

function stored(dataDir: string, model: string): { json: string; revision: number }[] {
  const database = new DatabaseSync(join(dataDir, 'backend.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT json, revision FROM item WHERE model = ?').all(model);
    return rows.map(({ json, revision }) => ({ json: String(json), revision: Number(revision) }));
  } finally {
    database.close();
  }
}
