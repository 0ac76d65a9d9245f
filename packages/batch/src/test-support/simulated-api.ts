import { NetworkError, ThrottledError } from '@postern/client';
import type { Answer } from '../job.ts';
import type { Outcome } from '../outcome.ts';

/** What an API does with one request. */
export type Weather = 'fine' | 'throttled' | 'unreachable' | 'lost before' | 'lost after';

const operationName = 'Simulated';

/** An API whose records change once under a condition, and which may refuse, or break before or after the change. */
export class SimulatedApi {
  /** How often each record was changed. */
  readonly changes = new Map<string, number>();
  readonly sizes: number[] = [];
  readonly #weather: (items: readonly string[], request: number) => Weather;

  constructor(weather: (items: readonly string[], request: number) => Weather = () => 'fine') {
    this.#weather = weather;
  }

  readonly process = async (items: readonly string[]): Promise<Outcome[]> => {
    this.sizes.push(items.length);
    await new Promise((resolve) => setImmediate(resolve));
    const weather = this.#weather(items, this.sizes.length);
    if (weather === 'throttled') throw new ThrottledError('Too fast.', { operationName });
    if (weather === 'unreachable') throw unreachable();
    if (weather === 'lost before') throw reset();
    const outcomes = items.map((item) => this.#change(item));
    if (weather === 'lost after') throw reset();
    return outcomes;
  };

  readonly ask = async (keys: readonly string[]): Promise<Answer[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return keys.map((key) => ({ status: this.changes.has(key) ? 'done' : 'pending' }));
  };

  #change(item: string): Outcome {
    if (this.changes.has(item)) return { status: 'unknown' };
    this.changes.set(item, 1);
    return { status: 'done' };
  }
}

function reset(): NetworkError {
  return new NetworkError('The connection was reset.', { operationName, mayHaveArrived: true });
}

function unreachable(): NetworkError {
  return new NetworkError('The connection was refused.', { operationName, mayHaveArrived: false });
}
