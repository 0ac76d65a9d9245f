import type { Failure } from './classify.ts';
import { JobBrokenError } from './errors.ts';
import type { Answer } from './job.ts';
import type { Outcome } from './outcome.ts';
import type { Work } from './work.ts';

/** An item that becomes a dead letter. */
export interface FailedWork<Item> {
  readonly work: Work<Item>;
  readonly code: string;
  readonly reason: string;
}

/** What is to become of the items of one request. */
export interface Verdict<Item> {
  readonly done: Work<Item>[];
  readonly failed: FailedWork<Item>[];
  /** To be sent again, or asked about. */
  readonly back: Work<Item>[];
  /** Keys of items that the source has yet to give again. */
  readonly expected: string[];
}

/** What a verdict depends on besides the answer itself. */
export interface Circumstances {
  /** Whether the job can say what became of an item. */
  readonly canAsk: boolean;
  /** Requests of this process that something got through with. */
  readonly successes: number;
  readonly maxTroubles: number;
}

const undecided = 'Its condition is not met, and yet nothing has happened to it.';

/** Judges a request that was answered. */
export function judgeResults<Item>(
  works: readonly Work<Item>[],
  results: readonly (Outcome | Answer)[],
  circumstances: Circumstances,
): Verdict<Item> {
  if (!Array.isArray(results) || results.length !== works.length) {
    const gave = Array.isArray(results) ? `${results.length} outcomes` : 'no list of outcomes';
    throw new JobBrokenError(`The job gave ${gave} for ${works.length} items.`);
  }
  const verdict: Verdict<Item> = { done: [], failed: [], back: [], expected: [] };
  works.forEach((work, index) => {
    const result = results[index] as Outcome | Answer;
    switch (result?.status) {
      case 'done':
        verdict.done.push(work);
        break;
      case 'failed':
        verdict.failed.push({ work, code: result.code, reason: result.reason });
        break;
      case 'again':
        if (result.throttled) verdict.back.push(work);
        else trouble(verdict, work, { code: 'again', reason: result.reason, size: 1, circumstances });
        break;
      case 'unknown':
        if (circumstances.canAsk) verdict.back.push({ ...work, ask: true });
        else verdict.failed.push({ work, code: 'condition-failed', reason: 'Its condition was not met.' });
        break;
      case 'pending':
        if (work.item === undefined) verdict.expected.push(work.key);
        else
          trouble(
            verdict,
            { ...work, ask: false },
            { code: 'undecided', reason: undecided, size: 1, circumstances },
          );
        break;
      default:
        throw new JobBrokenError(
          `The job gave ${JSON.stringify(result)} as the outcome of ${work.key}: its status is none that there is.`,
        );
    }
  });
  return verdict;
}

/** Judges a request that failed as a whole. */
export function judgeFailure<Item>(
  works: readonly Work<Item>[],
  error: unknown,
  failure: Failure,
  circumstances: Circumstances,
): Verdict<Item> {
  const verdict: Verdict<Item> = { done: [], failed: [], back: [], expected: [] };
  const size = works.length;
  const about = { code: codeOf(error), reason: error instanceof Error ? error.message : String(error) };
  for (const work of works) {
    if (failure.kind === 'trouble' && !failure.neverSent)
      trouble(verdict, work, { ...about, size, circumstances });
    else if (failure.kind !== 'poison') verdict.back.push(work);
    else if (size === 1) giveUp(verdict, { work, ...about });
    else verdict.back.push({ ...work, limit: Math.ceil(size / 2) });
  }
  return verdict;
}

interface Trouble {
  readonly code: string;
  readonly reason: string;
  /** Items in the request. */
  readonly size: number;
  readonly circumstances: Circumstances;
}

// Whether an item or the server is at fault shows when the item is alone and others get through meanwhile.
function trouble<Item>(verdict: Verdict<Item>, work: Work<Item>, about: Trouble): void {
  const { code, reason, size, circumstances } = about;
  const { successes, maxTroubles } = circumstances;
  const troubles = work.troubles + 1;
  const isFirst = work.troubles === 0;
  const successesBefore = isFirst ? successes : work.successesBefore;
  // While nothing gets through it is the server's.
  const suspicions = work.suspicions + (isFirst || successes > successesBefore ? 1 : 0);
  if (size === 1 && suspicions >= maxTroubles && successes > successesBefore) {
    giveUp(verdict, { work, code, reason });
    return;
  }
  const limit = troubles > 1 ? Math.ceil(size / 2) : work.limit;
  verdict.back.push({ ...work, troubles, suspicions, successesBefore, limit });
}

// To ask about it failed, which says nothing of an item that is not at hand: the source has yet to give it again.
function giveUp<Item>(verdict: Verdict<Item>, failed: FailedWork<Item>): void {
  if (failed.work.item === undefined) verdict.expected.push(failed.work.key);
  else verdict.failed.push(failed);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'threw';
}
