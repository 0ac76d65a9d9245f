import type { Pace } from '../pace/pace.ts';

/** A pace that several runs share, each of which has one request in flight at a time. */
export function onePerFlight(shared: Pace): Pace {
  return new Proxy(shared, {
    get: (pace, name) => {
      if (name === 'concurrency') return 1;
      const value: unknown = Reflect.get(pace, name, pace);
      return typeof value === 'function' ? value.bind(pace) : value;
    },
  });
}
