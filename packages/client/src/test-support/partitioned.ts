import type { Answer, Received } from './stub-server.ts';

/** Answers {@link ItemsByStatus} from records by partition; a token is the place of the next record. */
export function partitioned(records: Record<string, readonly string[]>, scannedCount = false) {
  return ({ body }: Received): Answer => {
    const { status, limit, nextToken } = body.variables as {
      status: string;
      limit: number;
      nextToken: string | null;
    };
    const from = Number(nextToken ?? 0);
    const all = records[status] ?? [];
    const items = all.slice(from, from + limit).map((id) => ({ id, name: null }));
    const next = from + limit < all.length ? String(from + limit) : null;
    const counted = scannedCount ? { scannedCount: items.length * 3 } : {};
    return { body: { data: { itemsByStatus: { items, nextToken: next, ...counted } } } };
  };
}

/** `a1`, `a2` and so on. */
export const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
