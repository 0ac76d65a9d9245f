import { classify, type Failure } from './classify.ts';
import { countLeftovers } from './count-leftovers.ts';
import type { Answer, Job, JobContext } from './job.ts';
import { judgeFailure, judgeResults, type Circumstances, type Verdict } from './judge.ts';
import { Ledger } from './ledger.ts';
import { adaptivePace } from './pace/adaptive-pace.ts';
import { systemClock } from './pace/clock.ts';
import { isAgain, type Outcome } from './outcome.ts';
import type { Feedback } from './pace/pace.ts';
import { makeReport } from './make-report.ts';
import type { Report } from './report.ts';
import type { RunOptions } from './run-options.ts';
import { StallWatch } from './stall-watch.ts';
import { Supply } from './supply.ts';
import { Tally } from './tally.ts';
import { longestTimerMs, within } from './within.ts';
import { askWork, type Work } from './work.ts';

// Answers that wait for the disk, for each request that may be in flight.
const maxUnsettled = 4;

type ResolvedOptions = RunOptions &
  Required<Pick<RunOptions, 'pace' | 'clock' | 'maxTroubles' | 'stallMs' | 'requestTimeoutMs'>>;

/** One process's part of a run. */
export class Run<Item> {
  readonly #job: Job<Item>;
  readonly #options: ResolvedOptions;
  readonly #context: JobContext;
  readonly #supply: Supply<Item>;
  readonly #tally: Tally;
  readonly #ledger: Ledger;
  /** Items that were sent and are not settled yet. */
  readonly #flying = new Set<readonly Work<Item>[]>();
  /** Requests that wait for their answer. */
  #open = 0;
  /** Ends the run from within: by an error, or because it is over. */
  readonly #halt = new AbortController();
  /** No further request is sent once this aborts. */
  readonly #ending: AbortSignal;
  #error: unknown;
  readonly #stall: StallWatch;
  /** A server in trouble has asked not to be asked before. */
  #restUntilMs = Number.NEGATIVE_INFINITY;
  #changed: (() => void) | undefined;

  constructor(job: Job<Item>, options: RunOptions) {
    const { pace = adaptivePace(), clock = systemClock } = options;
    const { maxTroubles = 5, stallMs = 120_000, requestTimeoutMs = 60_000 } = options;
    const { journal, deadLetters, signal, drainSignal } = options;
    this.#job = job;
    this.#options = { ...options, pace, clock, maxTroubles, stallMs, requestTimeoutMs };
    this.#context = { run: journal.header.run, signal: signal ?? new AbortController().signal };
    const outside = [signal, drainSignal].filter((given) => given !== undefined);
    this.#ending = AbortSignal.any([this.#halt.signal, ...outside]);
    this.#supply = new Supply(job, this.#context, journal.before);
    this.#tally = new Tally(journal.before, clock);
    this.#ledger = new Ledger(journal, deadLetters, this.#tally);
    this.#stall = new StallWatch(clock, stallMs);
  }

  async go(): Promise<Report> {
    const wake = (): void => {
      this.#supply.close();
      this.#changed?.();
    };
    const { signal } = this.#context;
    // A second signal aborts one of them that the first one did not.
    for (const ends of [this.#ending, signal]) ends.addEventListener('abort', wake);
    try {
      return await this.#goOn();
    } finally {
      for (const ends of [this.#ending, signal]) ends.removeEventListener('abort', wake);
      this.#supply.close();
    }
  }

  async #goOn(): Promise<Report> {
    let leftovers = 0;
    try {
      await this.#recover();
      await this.#work();
      await this.#land();
      leftovers = await this.#countLeftovers();
    } catch (error) {
      this.#stop(error);
      await this.#land();
    }
    const report = this.#report(leftovers);
    if (report.ended === 'complete' && report.lost === 0) await this.#options.journal.append(['end']);
    return report;
  }

  // What earlier processes left in flight: dead letters that the journal did not learn of, and keys to ask about.
  async #recover(): Promise<void> {
    const { journal, deadLetters } = this.#options;
    await this.#ledger.adopt([...deadLetters.known.values()]);
    for (const key of journal.before.inFlight) {
      if (deadLetters.known.has(key)) continue;
      if (this.#job.ask) this.#supply.putBack([askWork(key)]);
      else this.#supply.expect(key);
    }
  }

  async #work(): Promise<void> {
    const { pace, clock } = this.#options;
    while (!this.#ending.aborted) {
      const holdMs = Math.max(pace.holdUntilMs, this.#restUntilMs) - clock.now();
      if (this.#open >= pace.concurrency || this.#flying.size >= pace.concurrency * maxUnsettled) {
        await this.#change();
      } else if (holdMs > 0) {
        await clock.sleep(Math.min(holdMs, longestTimerMs), this.#ending);
      } else {
        const works = await this.#supply.take(pace.chunkSize);
        if (this.#ending.aborted) this.#supply.putBack(works);
        else if (works.length > 0) this.#launch(works);
        else if (this.#flying.size > 0) await this.#change();
        // Put back since the supply was found to be empty.
        else if (this.#supply.waitingCount > 0) continue;
        // The source is opened once everything that a crash left behind was asked about.
        else if (!this.#supply.openSource() && !this.#supply.askAgain()) return;
      }
    }
  }

  // Waits for what is in flight, but for nothing once the run must end at once.
  async #land(): Promise<void> {
    while (this.#flying.size > 0 && !this.#context.signal.aborted) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }

  #launch(works: readonly Work<Item>[]): void {
    this.#flying.add(works);
    const { pace, clock } = this.#options;
    pace.launched(works.length, clock.now(), this.#kindOf(works));
    this.#send(works).catch((error: unknown) => {
      // Nothing was settled: the items stay what they were, and a restart asks about them.
      this.#supply.putBack(works);
      this.#stop(error);
      this.#landed(works);
    });
  }

  #landed(works: readonly Work<Item>[]): void {
    this.#flying.delete(works);
    try {
      this.#options.onProgress?.(this.#tally.progress(this.#itemCount, this.#options.pace));
    } catch (error) {
      this.#stop(error);
    }
    this.#changed?.();
  }

  async #send(works: readonly Work<Item>[]): Promise<void> {
    this.#ledger.announce(works);
    this.#tally.requests += 1;
    if (works.some(({ requests }) => requests > 0)) this.#tally.retries += 1;
    const sent = works.map((work) => ({ ...work, requests: work.requests + 1 }));
    this.#open += 1;
    const verdict = await this.#attempt(sent).finally(() => {
      // The disk may take its time: the next request does not wait for it.
      this.#open -= 1;
      this.#changed?.();
    });
    await this.#ledger.write(verdict);
    // All at one time: a report finds each item in one place.
    this.#ledger.count(verdict);
    for (const key of verdict.expected) this.#supply.expect(key);
    this.#supply.putBack(verdict.back);
    this.#landed(works);
  }

  async #attempt(works: readonly Work<Item>[]): Promise<Verdict<Item>> {
    const { pace, clock } = this.#options;
    const sentAtMs = clock.now();
    const [items, kind] = [works.length, this.#kindOf(works)];
    let tokens: number | undefined;
    const onTokensConsumed = (more: number): void => void (tokens = (tokens ?? 0) + more);
    const feedback = (): Feedback => ({ items, sentAtMs, nowMs: clock.now(), kind, tokens });
    try {
      const results = await this.#call(works, onTokensConsumed);
      const verdict = judgeResults(works, results, this.#circumstances);
      const vain = results.filter(isAgain);
      const isVain = results.length > 0 && vain.length === results.length;
      if (vain.some(({ throttled }) => throttled)) {
        this.#tally.throttled += 1;
        pace.throttled(feedback());
      } else if (isVain) {
        pace.failed(feedback());
      } else {
        pace.succeeded(feedback());
      }
      if (isVain) {
        this.#wasInVain(vain[0]?.reason);
      } else {
        this.#tally.successes += 1;
        this.#stall.gotThrough();
      }
      return verdict;
    } catch (error) {
      return this.#failed(works, error, feedback());
    }
  }

  // What costs about the same for each item.
  #kindOf(works: readonly Work<Item>[]): string {
    return works[0]?.ask ? `${this.#job.name} ask` : this.#job.name;
  }

  #call(
    works: readonly Work<Item>[],
    onTokensConsumed: (tokens: number) => void,
  ): Promise<readonly (Outcome | Answer)[]> {
    const job = this.#job;
    const { run, signal } = this.#context;
    const keys = works[0]?.ask && job.ask ? works.map(({ key }) => key) : undefined;
    return within(
      this.#options.requestTimeoutMs,
      signal,
      async (limited): Promise<readonly (Outcome | Answer)[]> => {
        const classify = (error: unknown): Failure => this.#classify(error);
        const context = { run, signal: limited, onTokensConsumed, classify };
        if (keys && job.ask) return job.ask(keys, context);
        return job.process(
          works.map(({ item }) => item as Item),
          context,
        );
      },
    );
  }

  #failed(works: readonly Work<Item>[], error: unknown, feedback: Feedback): Verdict<Item> {
    const { pace } = this.#options;
    const failure = this.#classify(error);
    if (failure.kind === 'throttled') {
      this.#tally.throttled += 1;
      pace.throttled({ ...feedback, retryAfterMs: failure.retryAfterMs });
    } else if (failure.kind === 'trouble') {
      pace.failed(feedback);
      this.#restUntilMs = Math.max(this.#restUntilMs, feedback.nowMs + (failure.retryAfterMs ?? 0));
    } else if (failure.kind === 'fatal') {
      this.#stop(error);
    }
    if (failure.kind === 'throttled' || failure.kind === 'trouble') this.#wasInVain(error);
    return judgeFailure(works, error, failure, this.#circumstances);
  }

  #classify(error: unknown): Failure {
    const { classify: byCaller = () => undefined } = this.#options;
    const failure = classify(error, byCaller);
    // Of the run's own end every client throws something else.
    if (this.#context.signal.aborted) return failure.kind === 'fatal' ? failure : { kind: 'aborted' };
    // The job has ended its own call: to send it again at once, for ever, would help nobody.
    return failure.kind === 'aborted' ? { kind: 'trouble' } : failure;
  }

  #wasInVain(last: unknown): void {
    const error = this.#stall.wasInVain(last);
    if (error) this.#stop(error);
  }

  #countLeftovers(): Promise<number> {
    const { leftovers } = this.#job;
    if (!leftovers || this.#ending.aborted) return Promise.resolve(0);
    return countLeftovers(leftovers(this.#context), (key) => this.#ledger.hasFailed(key), this.#ending);
  }

  #stop(error: unknown): void {
    this.#error ??= error;
    this.#halt.abort();
  }

  get #circumstances(): Circumstances {
    const { maxTroubles } = this.#options;
    return { canAsk: this.#job.ask !== undefined, successes: this.#tally.successes, maxTroubles };
  }

  get #itemCount(): number {
    return this.#tally.itemsBefore + this.#supply.givenCount;
  }

  #report(leftovers: number): Report {
    const error = this.#error;
    const ended = error !== undefined ? 'stopped' : this.#ending.aborted ? 'interrupted' : 'complete';
    const flying = [...this.#flying].reduce((sum, works) => sum + works.length, 0);
    // At the end of the source nothing may be left over; before it, what was put back is known and comes again.
    const expected = ended === 'complete' ? 0 : this.#supply.expectedCount;
    const notStarted = this.#supply.waitingCount + flying + expected;
    const items = this.#itemCount;
    const { header } = this.#options.journal;
    return makeReport({ header, ended, error, items, notStarted, leftovers }, this.#tally);
  }
}
