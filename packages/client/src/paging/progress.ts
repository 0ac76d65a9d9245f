import type { ReadPage } from './page.ts';

/** How far a reading has come. */
export interface PagesProgress {
  /** Pages handed to the reader. */
  readonly pages: number;
  /** Items in them. */
  readonly returned: number;
  /**
   * Rows that the server read for them, before any filter: its own `scannedCount` where an operation selects one, else the most
   * that it can have been, which is each page's limit.
   */
  readonly scanned: number;
  /** Whether `scanned` is the server's own count of all pages. */
  readonly scannedIsExact: boolean;
  /**
   * Where to go on so that nothing is left out: the page that is being read comes again. Null at the beginning, and when done.
   */
  readonly resumeFrom: string | null;
  /** Whether the last page has been read. */
  readonly done: boolean;
}

/** Keeps count of a reading. */
export class ProgressCounter {
  #now: PagesProgress;

  constructor({ resumeFrom = null, done = false }: Partial<PagesProgress> = {}) {
    this.#now = { pages: 0, returned: 0, scanned: 0, scannedIsExact: true, resumeFrom, done };
  }

  get now(): PagesProgress {
    return this.#now;
  }

  /** A page goes to the reader. */
  handOut({ page, scanned }: ReadPage<unknown>, limit: number): void {
    this.#now = {
      ...this.#now,
      pages: this.#now.pages + 1,
      returned: this.#now.returned + page.items.length,
      scanned: this.#now.scanned + (scanned ?? limit),
      scannedIsExact: this.#now.scannedIsExact && scanned !== undefined,
    };
  }

  /** The reader has come back for more. */
  finish({ page: { nextToken } }: ReadPage<unknown>): void {
    this.#now = { ...this.#now, resumeFrom: nextToken, done: nextToken === null };
  }
}
