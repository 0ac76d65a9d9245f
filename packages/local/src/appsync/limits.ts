import { FieldError } from './errors.ts';

/** How much one request may ask for. */
export interface Limits {
  /** Levels of nested fields; 0 for any number. */
  readonly queryDepth: number;
  /** Resolvers that run: of root fields, of relations, and of fields with rules of their own. */
  readonly resolverCount: number;
  /** Until what is not answered is given up, in milliseconds. */
  readonly requestMs: number;
}

/** The limits of an API as its owner sets them, by AWS's names. */
export interface LimitOptions {
  /** How deep a request may be nested, up to 75; what is deeper is null and an error. @defaultValue `0`, any depth */
  readonly queryDepthLimit?: number;
  /** How many resolvers a request may run, up to 10,000. @defaultValue `0`, which is 10,000 */
  readonly resolverCountLimit?: number;
  /** How long a request may take, in milliseconds; AppSync lets nobody change it. @defaultValue `30_000` */
  readonly requestLimitMs?: number;
}

const [mostLevels, mostResolvers, mostMs] = [75, 10_000, 30_000];

/**
 * Reads the limits of an API.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html
 * @throws TypeError for a number that AppSync would not take.
 */
export function readLimits(options: LimitOptions): Limits {
  const { queryDepthLimit = 0, resolverCountLimit = 0, requestLimitMs = mostMs } = options;
  check('queryDepthLimit', queryDepthLimit, 0, mostLevels);
  check('resolverCountLimit', resolverCountLimit, 0, mostResolvers);
  check('requestLimitMs', requestLimitMs, 1, mostMs);
  const resolverCount = resolverCountLimit === 0 ? mostResolvers : resolverCountLimit;
  return { queryDepth: queryDepthLimit, resolverCount, requestMs: requestLimitMs };
}

function check(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TypeError(`${option} must be a whole number from ${least} to ${most}; got ${value}.`);
}

/** Where a field is in an answer. */
interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

/** What one request has left of its limits. */
export class RequestBudget {
  readonly #limits: Limits;
  readonly #startedAt = performance.now();
  #resolvers = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Milliseconds; negative when the time is over. */
  get remainingMs(): number {
    return this.#startedAt + this.#limits.requestMs - performance.now();
  }

  /** Counts a resolver that is about to run. @throws FieldError `ResolverExecutionLimitReached`. */
  spendResolver(): void {
    this.#resolvers += 1;
    if (this.#resolvers <= this.#limits.resolverCount) return;
    throw new FieldError('ResolverExecutionLimitReached', 'Resolver invocation limit reached.');
  }

  /**
   * Looks at how deep a field is. AWS documents the error's type, and not its words.
   *
   * @throws FieldError `QueryDepthLimitReached`.
   */
  checkDepth(path: Path): void {
    if (this.#limits.queryDepth === 0) return;
    let levels = 0;
    for (let at: Path | undefined = path; at; at = at.prev) if (typeof at.key === 'string') levels += 1;
    if (levels > this.#limits.queryDepth) {
      throw new FieldError('QueryDepthLimitReached', 'Query depth limit reached.');
    }
  }
}

/** A request that takes longer than it may. */
export function timedOut(): FieldError {
  return new FieldError('ExecutionTimeout', 'Execution timed out.');
}
