import { onTestFinished } from 'vitest';
import { createClient, type ClientOptions } from '../index.ts';
import { startStub, type Answer, type Received } from './stub-server.ts';

/** A client of a stub whose answers a test decides; both are gone when the test is. */
export async function stub(
  answer: (request: Received, count: number) => Answer,
  options: Partial<ClientOptions> = {},
) {
  const server = await startStub(answer);
  onTestFinished(() => server.close());
  const client = createClient({
    endpoint: server.endpoint,
    headers: ({ attempt, rejected }) => ({
      authorization: rejected ? `fresh-${attempt}` : `token-${attempt}`,
    }),
    random: () => 0,
    ...options,
  });
  return { client, server };
}
