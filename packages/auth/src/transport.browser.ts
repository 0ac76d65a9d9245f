import type { ServerClock } from './clock.ts';
import { AuthError } from './errors.ts';
import type { Transport, TransportAddress } from './transport.ts';

const maxAttempts = 3;

/**
 * Speaks AWS's JSON 1.1 protocol over `fetch`. Nothing is signed: who has AWS credentials that may administer users does not
 * have them in a browser.
 */
export function openTransport({ region, endpoint }: TransportAddress, clock: ServerClock): Transport {
  const url = endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`;
  return {
    send: async (action, input, asAdministrator) => {
      if (asAdministrator)
        throw new AuthError('flow-not-enabled', 'This flow is for servers. Choose another.');
      for (let attempt = 1; ; attempt += 1) {
        const response = await post(url, action, input);
        clock.observe(response.headers.get('date') ?? undefined);
        const body = (await response.json().catch(() => ({}))) as Answer;
        if (response.ok) return body as never;
        const error = refusal(response.status, body);
        if (attempt === maxAttempts || !passing(response.status, error.name)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 200 * 2 ** attempt));
      }
    },
  };
}

interface Answer {
  readonly __type?: string;
  readonly message?: string;
}

async function post(url: string, action: string, input: object): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
      },
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
function refusal(httpStatusCode: number, { __type, message = '' }: Answer): Error {
  const name = __type?.split('#').pop();
  const fault = name === undefined ? {} : { name, $fault: 'client' };
  return Object.assign(new Error(message), fault, { $metadata: { httpStatusCode } });
}

function passing(status: number, name: string): boolean {
  return status >= 500 || name === 'TooManyRequestsException';
}
