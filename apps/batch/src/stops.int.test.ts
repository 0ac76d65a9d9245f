import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { startLocal } from '@postern/local';
import { expect, onTestFinished, test } from 'vitest';
import { startBatch } from './test-support/batch-process.ts';
import { environmentFor } from './test-support/environment.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const schema = readFileSync(resolve(import.meta.dirname, '../../../graphql/schema.graphql'), 'utf8');

// Takes every connection and never says a word.
async function startSilence(): Promise<{ url: string; asked: () => number }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked: () => sockets.length,
  };
}

test.each([
  [
    'the sign-in',
    'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
    1,
    /^postern-batch: Interrupted before anything/,
  ],
  ['the API', 'APPSYNC_GRAPHQL_ENDPOINT', 2, /^postern-batch: Interrupted\. The same command goes on/],
])('%s that never answers is not waited for', async (_, variable, signals, line) => {
  const users = [{ username: 'batch-service', groups: ['BatchProcessor'] }];
  const local = await startLocal({ schema, users });
  onTestFinished(() => local.close());
  const silence = await startSilence();
  const environment = { ...environmentFor(local), [variable]: silence.url };
  const batch = startBatch(['run'], temporaryFolder(), environment);
  await expect.poll(silence.asked, { timeout: 30_000 }).toBeGreaterThan(0);
  batch.child.kill('SIGTERM');
  await batch.said('stopping after what is in flight');
  if (signals > 1) batch.child.kill('SIGTERM');
  const { exitCode, stderr } = await batch.ended;
  expect(stderr).toMatch(line);
  expect(exitCode).toBe(6);
});
