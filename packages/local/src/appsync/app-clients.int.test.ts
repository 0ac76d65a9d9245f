import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestApi } from './test-support/test-api.ts';

test('an API that names its app clients refuses tokens of others of the same pool', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'postern-'));
  const users = [{ username: 'ann' }];
  try {
    const { local: first } = await startTestApi({ dataDir, users });
    const { clientId } = first.clients.public;
    await first.close();
    for (const [appIdClientRegex, status] of [
      [clientId, 200],
      [`web|${clientId}`, 200],
      [clientId.slice(1), 401],
      ['web', 401],
    ] as const) {
      const api = await startTestApi({ dataDir, users, appIdClientRegex });
      const { AccessToken, IdToken } = await api.tokens('ann');
      for (const authorization of [AccessToken, IdToken]) {
        expect([appIdClientRegex, (await api.ask({ authorization }, '{ __typename }')).status]).toEqual([
          appIdClientRegex,
          status,
        ]);
      }
      await api.local.close();
    }
    await expect(startTestApi({ appIdClientRegex: '[' })).rejects.toThrow(
      'appIdClientRegex must be a regular expression, such as "web|batch"; got [.',
    );
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
