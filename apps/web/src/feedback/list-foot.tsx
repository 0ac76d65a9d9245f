import type { List } from '../api/use-list.ts';
import { Loading } from './loading.tsx';
import { Problem } from './problem.tsx';

/** What stands under a list: loading, a problem, nothing there, or the way to more. */
export function ListFoot({ list, what }: { readonly list: List<unknown>; readonly what: string }) {
  const { rows, nextToken, busy, problem, more } = list;
  const isEmpty = rows.length === 0;
  return (
    <>
      {problem !== undefined && <Problem retry={more}>{problem}</Problem>}
      {busy && <Loading what={isEmpty ? what : `more ${what}`} />}
      {isEmpty && !busy && problem === undefined && (
        <p className="empty" role="status">
          {nextToken === null ? `There are no ${what} here.` : `No ${what} for you in what was read so far.`}
        </p>
      )}
      {nextToken !== null && !busy && problem === undefined && (
        <button type="button" className="more" onClick={more}>
          Load more {what}
        </button>
      )}
    </>
  );
}
