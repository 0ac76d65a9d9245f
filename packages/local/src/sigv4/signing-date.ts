import type { Authorization } from './authorization.ts';
import { invalidSignature, SignatureError } from './signature-error.ts';

const fiveMinutesMs = 5 * 60_000;

/**
 * The moment of a signature, which has to be within five minutes of now and on the day of its credential scope.
 *
 * @param value - The `X-Amz-Date` header, such as `20150830T123600Z`.
 * @throws SignatureError
 */
export function signingDate(value: string | undefined, { day }: Authorization, nowMs: number): Date {
  const [, year, month, date, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value ?? '') ?? [];
  if (!year || !month || !date || !hours || !minutes || !seconds) {
    throw new SignatureError(
      'IncompleteSignatureException',
      "Authorization header requires existence of an 'X-Amz-Date' header.",
    );
  }
  if (`${year}${month}${date}` !== day) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${year}${month}${date}', from '${value}'.`,
    );
  }
  const at = Date.UTC(+year, +month - 1, +date, +hours, +minutes, +seconds);
  checkFresh(at, nowMs);
  return new Date(at);
}

function checkFresh(at: number, now: number): void {
  if (at < now - fiveMinutesMs) {
    throw invalidSignature(
      `Signature expired: ${basic(at)} is now earlier than ${basic(now - fiveMinutesMs)} (${basic(now)} - 5 min.)`,
    );
  }
  if (at > now + fiveMinutesMs) {
    throw invalidSignature(
      `Signature not yet current: ${basic(at)} is still later than ${basic(now + fiveMinutesMs)} (${basic(now)} + 5 min.)`,
    );
  }
}

function basic(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
}
