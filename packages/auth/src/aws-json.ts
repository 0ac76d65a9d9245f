import type { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';

const maxAttempts = 3;

/**
 * Calls an action of AWS's JSON 1.1 protocol that needs no signature, over `fetch`.
 *
 * @param target - Service and action, as the header `X-Amz-Target` has them.
 * @throws AuthError `network` when there is no answer; else an Error in the shape of the AWS SDK's.
 */
export async function callAwsJson(
  { url, target, input }: { readonly url: string; readonly target: string; readonly input: object },
  clock: ServerClock,
): Promise<object> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === maxAttempts;
    try {
      return await callOnce(url, target, input, attempt, clock);
    } catch (error) {
      if (last || !isPassing(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 200 * 2 ** attempt));
  }
}

async function callOnce(
  url: string,
  target: string,
  input: object,
  attempts: number,
  clock: ServerClock,
): Promise<object> {
  const response = await post(url, target, input);
  clock.observe(response.headers.get('date') ?? undefined);
  const body = (await response.json().catch(() => ({}))) as Answer;
  if (response.ok) return body;
  throw refusal(response.status, attempts, body);
}

interface Answer {
  readonly __type?: string;
  readonly message?: string;
}

async function post(url: string, target: string, input: object): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    throw new AuthError(
      'network',
      `Cannot reach Cognito at ${new URL(url).host} (${name}). Check the address and the network.`,
    );
  }
}

// In the shape of the AWS SDK's, so that one table explains both.
function refusal(httpStatusCode: number, attempts: number, { __type, message = '' }: Answer): Error {
  const name = __type?.split('#').pop();
  const fault = name === undefined ? {} : { name, $fault: 'client' };
  return Object.assign(new Error(message), fault, { $metadata: { httpStatusCode, attempts } });
}

function isPassing(error: unknown): boolean {
  if (error instanceof AuthError) return error.code === 'network';
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode: number } };
  return name === 'TooManyRequestsException' || ($metadata?.httpStatusCode ?? 0) >= 500;
}
