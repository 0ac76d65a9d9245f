import type { Logger } from 'pino';
import { breakerLines } from './breaker-lines.ts';
import type { Display } from './display.ts';
import { headline } from './summary.ts';

const logEveryMs = 1_000;

/** Shows a run to programs: one JSON object a line. */
export function logDisplay(log: Logger, now: () => number = () => performance.now()): Display {
  let loggedAtMs = now();
  return {
    begin: (title, facts) => log.info(facts, title),
    signedIn({ username, groups }, doneBefore) {
      log.info({ username, groups }, 'signed in');
      if (doneBefore !== undefined) log.info({ doneBefore }, 'going on where an earlier process was');
    },
    progress(progress, expectedItems) {
      if (now() - loggedAtMs < logEveryMs) return;
      loggedAtMs = now();
      const seconds = Number(progress.seconds.toFixed(3));
      log.info({ ...progress, seconds, expectedItems }, 'progress');
    },
    breaker(report) {
      const { level, text } = breakerLines[report.state];
      log[level]({ breaker: report }, text);
    },
    draining: () => log.warn('stopping after what is in flight'),
    end(report, deadLettersFile) {
      const good = report.ended === 'complete' && report.lost === 0;
      const reasons = report.failed > 0 ? { deadLettersFile } : {};
      log[good ? 'info' : 'error']({ ...report, ...reasons }, headline(report));
    },
  };
}
