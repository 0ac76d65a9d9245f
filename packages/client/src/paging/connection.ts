import type { DeniedField } from '../errors.ts';
import type { TypedOperation } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { request, type RequestOptions } from '../request.ts';
import type { ItemOf, ReadPage } from './page.ts';

interface Connection<Item> {
  readonly items?: readonly (Item | null)[] | null;
  readonly nextToken?: string | null;
  readonly scannedCount?: number | null;
}

/** Reads single pages of one operation's connection. */
export interface PageReader<Item> {
  readonly operationName: string;
  /** The most rows that the server reads for one page. */
  readonly limit: number;
  read(token: string | null, signal: AbortSignal): Promise<ReadPage<Item>>;
}

// What Amplify's resolvers take where no limit is given:
// https://docs.amplify.aws/react/build-a-backend/data/query-data/#paginate-list-queries
const amplifyLimit = 100;

/** Throws TypeError when the operation has no connection, takes no `$nextToken`, or no `$limit` for a page size. */
export function pageReader<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  pageSize: number | undefined,
  options: ResolvedOptions,
  requestOptions: RequestOptions,
): PageReader<ItemOf<Result>> {
  const key = connectionKey(operation, pageSize);
  const limit = pageSize ?? (variables as { limit?: number | null }).limit ?? amplifyLimit;
  return {
    operationName: operation.name,
    limit,
    async read(nextToken, signal) {
      const asked = { ...variables, ...(pageSize === undefined ? {} : { limit: pageSize }), nextToken };
      const { data, denied } = await request(operation, asked, options, {
        strict: true,
        ...requestOptions,
        signal,
      });
      const connection = (data as Record<string, Connection<ItemOf<Result>> | null>)[key];
      const items = connection?.items ?? [];
      const page = {
        items: items.filter((item) => item !== null),
        nextToken: connection?.nextToken ?? null,
        denied: denied.flatMap((field) => fromItems(field, items)),
      };
      return { page, scanned: connection?.scannedCount ?? undefined };
    },
  };
}

/** Where the variables say to begin; null for the beginning. */
export function tokenIn(variables: unknown): string | null {
  return (variables as { nextToken?: string | null } | undefined)?.nextToken ?? null;
}

function connectionKey(
  { name, rootFields, variables }: TypedOperation<unknown, never>,
  pageSize: number | undefined,
): string {
  const root = rootFields.find((field) => field.connection);
  if (!root) throw new TypeError(`${name} has no connection: select \`items\` and \`nextToken\` in it.`);
  if (!('nextToken' in variables)) {
    throw new TypeError(`${name} takes no $nextToken, so that only its first page could be read.`);
  }
  if (pageSize !== undefined && !('limit' in variables)) {
    throw new TypeError(`${name} takes no $limit, which \`pageSize\` would set.`);
  }
  return root.responseKey;
}

// A path of the answer is `[root, 'items', index, ...]`, its index counted with the nulls that a page leaves out.
function fromItems({ path, ...denied }: DeniedField, items: readonly unknown[]): DeniedField[] {
  const [, , index, ...rest] = path;
  if (path[1] !== 'items' || typeof index !== 'number' || items[index] === null) return [];
  const left = items.slice(0, index).filter((item) => item !== null).length;
  return [{ path: [left, ...rest], ...denied }];
}
