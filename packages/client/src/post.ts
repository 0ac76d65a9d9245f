import type { Ending, Watch } from './watch.ts';

/** As much of an answer's `Headers` as is read. */
export type AnswerHeaders = Pick<Headers, 'get'>;

/** An answer whose body has been read. */
export interface PostAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly text: string;
}

/** It was over before anything was sent; `cause` says why. */
export class NotSentError extends Error {}

/** Sends one body and reads the answer whole, unless the end comes first. */
export type Post = (
  url: string,
  body: string,
  headers: Record<string, string>,
  ending: Ending,
) => Promise<PostAnswer>;

/** Under this key a `fetch` of ours has its own way to send, which spares the objects that `fetch` is made of. */
export const directPost = Symbol('directPost');

/** How to send with a `fetch`: its own way where it is ours, else as anybody would. */
export function postWith(
  fetch: typeof globalThis.fetch & { readonly [directPost]?: Post },
): (url: string, body: string, headers: Record<string, string>, watch: Watch) => Promise<PostAnswer> {
  const direct = fetch[directPost];
  if (direct) return direct;
  return async (url, body, headers, watch) => {
    if (watch.hasEnded) throw new NotSentError('It was over before.', { cause: watch.reason });
    const { signal } = watch;
    const response = await fetch(url, { method: 'POST', body, headers, signal });
    // A body that breaks off is no answer either, so that it is read here.
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}
