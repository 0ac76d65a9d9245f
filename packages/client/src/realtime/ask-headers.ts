import { checkHeaders } from '../check-headers.ts';
import { TimeoutError } from '../errors.ts';
import type { HeadersRequest, HeadersSource } from '../headers.ts';
import { orEnded } from '../or-ended.ts';
import { Watch } from '../watch.ts';

/**
 * Asks for the headers of a connection or a subscription, and waits no longer than the server would be waited for.
 *
 * @param timeoutMs - In milliseconds.
 * @throws TimeoutError, what the source throws, and the signal's reason.
 */
export async function askHeaders(
  source: HeadersSource,
  wanted: Omit<HeadersRequest, 'signal'>,
  operationName: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const watch = new Watch(timeoutMs, Infinity, signal);
  try {
    const given = await orEnded(source({ ...wanted, signal: watch.signal }), watch);
    checkHeaders(given);
    return given;
  } catch (error) {
    if (watch.endedBy !== 'attempt') throw error;
    const message = `${operationName}: no headers from their source within ${timeoutMs} ms.`;
    throw new TimeoutError(message, { operationName, mayHaveArrived: false });
  } finally {
    watch.stop();
  }
}
