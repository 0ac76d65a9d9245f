import { AbortedError } from '@postern/client';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { callMessage } from './call-message.ts';
import type { Rows } from './read-page.ts';
import type { Row } from './row.ts';

/** Reads from a place in a list; must be the same function as long as the list is the same. */
export type Read<Item> = (nextToken: string | null, signal: AbortSignal) => Promise<Rows<Item>>;

/** A list that is read page by page. */
export interface List<Item> extends Rows<Item> {
  readonly busy: boolean;
  readonly problem: string | undefined;
  /** Reads the next page. */
  more(): void;
  /** Reads from the beginning. */
  reload(): void;
  /** Changes what is shown, after a mutation. */
  change(change: (rows: readonly Row<Item>[]) => readonly Row<Item>[]): void;
}

type State<Item> = Omit<List<Item>, 'more' | 'reload' | 'change'>;

const fresh = { rows: [], nextToken: null, busy: true, problem: undefined };

/** Reads a list, starting when it is first shown and again whenever `read` is another function. */
export function useList<Item>(read: Read<Item>): List<Item> {
  const [state, update] = useReducer(
    (before: State<Item>, change: (state: State<Item>) => State<Item>) => change(before),
    fresh,
  );
  const running = useRef<AbortController>(undefined);
  const go = useCallback(
    async (nextToken: string | null) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      update((before) => (nextToken === null ? fresh : { ...before, busy: true, problem: undefined }));
      const set = (change: (state: State<Item>) => State<Item>): void => {
        // A list that another has replaced says nothing any more.
        if (!controller.signal.aborted) update((before) => ({ ...change(before), busy: false }));
      };
      try {
        const page = await read(nextToken, controller.signal);
        set((before) => ({ ...before, rows: [...before.rows, ...page.rows], nextToken: page.nextToken }));
      } catch (error) {
        if (!(error instanceof AbortedError)) set((before) => ({ ...before, problem: callMessage(error) }));
      }
    },
    [read],
  );
  useEffect(() => {
    void go(null);
    return () => running.current?.abort();
  }, [go]);
  return {
    ...state,
    more: () => void go(state.nextToken),
    reload: () => void go(null),
    change: useCallback(
      (change: (rows: readonly Row<Item>[]) => readonly Row<Item>[]) =>
        update((before) => ({ ...before, rows: change(before.rows) })),
      [],
    ),
  };
}
