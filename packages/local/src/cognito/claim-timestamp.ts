import { invalidParameter, wrongPassword } from './exception.ts';

const fiveMinutesMs = 5 * 60_000;
const timestampShape =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/;

/**
 * Checks the time that an SRP proof was signed with.
 *
 * @param now - Milliseconds since the epoch.
 * @throws CognitoException `InvalidParameterException` for one that is written wrongly, `NotAuthorizedException` for a stale one.
 */
export function checkTimestamp(timestamp: string, now: number): void {
  const at = timestampShape.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  if (Math.abs(at - now) > fiveMinutesMs) throw wrongPassword();
}
