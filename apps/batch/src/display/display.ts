import type { WhoAmI } from '@postern/auth';
import type { Progress } from '@postern/batch';
import type { BreakerReport } from '@postern/client';
import type { JobReport } from '../job-report.ts';

/** How a run is shown, on a terminal or in a log. */
export interface Display {
  /** @param facts - What is known before the job begins, by name, in the order to show it. */
  begin(title: string, facts: Readonly<Record<string, string>>): void;
  /** @param doneBefore - Items settled by earlier processes, when the run is resumed. */
  signedIn(who: WhoAmI, doneBefore: number | undefined): void;
  /** @param expectedItems - All items of the run, where that is known. */
  progress(progress: Progress, expectedItems: number | undefined): void;
  /** The API is asked no more because it does not answer, is asked once again, or answers again. */
  breaker(report: BreakerReport): void;
  /** The run was asked to stop and finishes what is in flight. */
  draining(): void;
  end(report: JobReport, deadLettersFile: string): void;
}
