import { invalidParameter } from './exception.ts';
import { optionalInteger, optionalString, type Input } from './input.ts';

/** How an action names its page size and its token. */
export interface PageKeys {
  readonly limit: 'Limit' | 'MaxResults';
  readonly token: 'NextToken' | 'PaginationToken';
}

// AWS's limit for every list of a user pool.
const most = 60;

/**
 * The page of a list that a caller asks for.
 *
 * @returns The items, and an object with the token of the next page where there is one.
 * @throws CognitoException `InvalidParameterException` for a token that this server did not give out.
 */
export function page<Item>(items: readonly Item[], input: Input, keys: PageKeys): [Item[], object] {
  const limit = optionalInteger(input, keys.limit, 0, most) ?? most;
  const token = optionalString(input, keys.token);
  const start = token === undefined ? 0 : offset(token);
  const end = start + (limit === 0 ? most : limit);
  const next = end < items.length ? { [keys.token]: seal(end) } : {};
  return [items.slice(start, end), next];
}

function seal(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64');
}

function offset(token: string): number {
  const [, start] = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (start === undefined) throw invalidParameter('Invalid pagination token provided.');
  return Number(start);
}
