import type { Item, PageQuery } from '../store/item-store.ts';
import { FieldError } from './errors.ts';
import { checkFilter, matches, type Filter } from './filter.ts';
import type { ModelField } from './model-field.ts';
import type { Reading } from './reading.ts';

/** Which index a page is read along, and which part of it. */
export type Along = Pick<PageQuery, 'along' | 'sort'>;

const defaultLimit = 100;

/** Reads one page. The limit counts what is read; filter and rules take away from that. */
export function readPage(
  { name, parent, model, backend }: Pick<ModelField, 'name' | 'parent' | 'model' | 'backend'>,
  { args, sees }: Reading,
  query: Along,
  fallbackLimit: number = defaultLimit,
): { items: Item[]; nextToken: string | null } {
  const limit = (args.limit as number | null | undefined) ?? fallbackLimit;
  if (limit < 1) throw limitTooSmall(limit);
  checkFilter(args.filter as Filter);
  const asked = JSON.stringify([parent, name, query]);
  const after = args.nextToken == null ? undefined : backend.tokens.open(String(args.nextToken), asked);
  const { items, last } = backend.store.page({ model, ...query, after, limit });
  const kept = items.filter((item) => sees(item) && matches(args.filter as Filter, item));
  return { items: kept, nextToken: last ? backend.tokens.seal(last, asked) : null };
}

function limitTooSmall(limit: number): FieldError {
  return new FieldError(
    'DynamoDB:DynamoDbException',
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}
