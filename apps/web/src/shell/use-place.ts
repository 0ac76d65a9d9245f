import { useSyncExternalStore } from 'react';

/** The places of the console, as they stand in the address after `#`. */
export const places = ['items', 'runs', 'access'] as const;

export type Place = (typeof places)[number];

/** Follows the place in the address; `items` where there is none. */
export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current);
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function current(): Place {
  return places.find((place) => location.hash === `#${place}`) ?? 'items';
}
