import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Local } from '@postern/local';
import { startFauxqs } from 'fauxqs';
import { expect, onTestFinished, test } from 'vitest';
import { itemOf } from './places/place.ts';
import { startBackend } from './test-support/backend.ts';
import { runBatch, startBatch } from './test-support/batch-process.ts';
import { environmentFor } from './test-support/environment.ts';
import { startHangingApi } from './test-support/hanging-api.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';

const local = await startBackend();

const run = (folder: string, ...words: string[]) =>
  runBatch(['run', ...words, '--report', 'report.json'], folder, environmentFor(local));
const reportOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
const rowsOf = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const lettersOf = (folder: string, job: string) =>
  rowsOf(join(folder, '.postern/batch', `${job}.dead-letters.ndjson`));

test('import-items makes an item of every row of a CSV file, once, and export-items writes them all', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 1_200 }, (_, index) => `Place ${index},${index % 90},"${index % 180}"`);
  writeFileSync(join(folder, 'places.csv'), `name,lat,lng\n${rows.join('\n')}\n`);
  expect((await run(folder, 'import-items', '--input', 'places.csv')).exitCode).toBe(0);
  expect(reportOf(folder)).toMatchObject({ job: 'import-items', items: 1_200, completed: 1_200, lost: 0 });
  // Again, as a job that runs every night: the rows are there, and nothing is made twice.
  expect((await run(folder, 'import-items', '--input', 'places.csv')).exitCode).toBe(0);
  expect((await run(folder, 'export-items', '--output', 'out/items.ndjson')).exitCode).toBe(0);
  const items = rowsOf(join(folder, 'out/items.ndjson'));
  expect(items).toHaveLength(1_200);
  expect(new Set(items.map(({ name }) => name)).size).toBe(1_200);
  const one = items.find(({ name }) => name === 'Place 91');
  expect(one).toMatchObject({ status: 'PENDING' });
  expect(JSON.parse(String(one?.metadata))).toEqual({ lat: 1, lng: 91 });
});

test('a row that makes no sense fails by itself, with its line', async () => {
  const folder = temporaryFolder();
  const lines = ['{"name":"Good","status":"COMPLETED"}', '{"name":', '{"status":"PENDING"}', '5'];
  writeFileSync(join(folder, 'rows.ndjson'), [...lines, '{"name":"Bad","status":"DONE"}'].join('\n'));
  expect((await run(folder, 'import-items', '--input', 'rows.ndjson')).exitCode).toBe(5);
  expect(reportOf(folder)).toMatchObject({ items: 5, completed: 1, failed: 4, lost: 0 });
  const reasons = lettersOf(folder, 'import-items').map(({ reason }) => reason);
  expect(reasons.toSorted()).toEqual([
    'It has no column "name": it has "status".',
    'It is no JSON object.',
    'Its status "DONE" is none of PENDING, PROCESSING, COMPLETED, FAILED.',
    'Line 2 is no JSON object.',
  ]);
});

test('a row of CSV with too many or too few fields fails by itself, and the others are done', async () => {
  const folder = temporaryFolder();
  const text = '\uFEFFname,note\r\nRagged 1,"two\r\nlines"\r\nRagged 2\r\nRagged 3,a,b\r\nRagged 4,\r\n';
  writeFileSync(join(folder, 'ragged.csv'), text);
  expect((await run(folder, 'import-items', '--input', 'ragged.csv')).exitCode).toBe(5);
  expect(reportOf(folder)).toMatchObject({ ended: 'complete', items: 4, completed: 2, failed: 2, lost: 0 });
  const letters = lettersOf(folder, 'import-items').map(({ reason, item }) => ({ reason, item }));
  expect(letters).toEqual([
    {
      reason: 'Row 2 has 1 field, and the first line names another number of columns.',
      item: { malformed: 'fields', row: 2, fields: ['Ragged 2'] },
    },
    {
      reason: 'Row 3 has 3 fields, and the first line names another number of columns.',
      item: { malformed: 'fields', row: 3, fields: ['Ragged 3', 'a', 'b'] },
    },
  ]);
});

test('a file that is not UTF-8 is refused rather than read with other letters', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'latin.csv'), Buffer.from('name,status\nZürich,FAILED\n', 'latin1'));
  writeFileSync(join(folder, 'wide.ndjson'), Buffer.from('\uFEFF{"name":"Wide"}\n', 'utf16le'));
  for (const file of ['latin.csv', 'wide.ndjson']) {
    const words = ['import-items', '--input', file, '--data', `data of ${file}`];
    expect((await run(folder, ...words)).exitCode).toBe(1);
    const error: unknown = expect.stringContaining(`${file} is not UTF-8: save it as UTF-8`);
    expect(reportOf(folder)).toMatchObject({ ended: 'stopped', items: 0, lost: 0, error });
  }
});

test('rows come through standard input', async () => {
  const folder = temporaryFolder();
  const words = ['run', 'import-items', '--input', '-', '--report', 'report.json'];
  const batch = startBatch(words, folder, environmentFor(local), '{"name":"Piped","status":"FAILED"}\n');
  expect((await batch.ended).exitCode).toBe(0);
  expect(reportOf(folder)).toMatchObject({ items: 1, completed: 1 });
});

test('rows come from an object in S3', async () => {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  onTestFinished(() => server.stop());
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'any' };
  const endpoint = `http://127.0.0.1:${server.port}`;
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials: keys, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'places' }));
  const Body = `name,status\n${Array.from({ length: 300 }, (_, index) => `S3 ${index},FAILED`).join('\n')}\n`;
  await s3.send(new PutObjectCommand({ Bucket: 'places', Key: 'of the/world.csv', Body }));
  s3.destroy();
  const environment = {
    ...environmentFor(local),
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  };
  const folder = temporaryFolder();
  const run = (key: string) =>
    runBatch(['run', 'import-items', '--input', `s3://places/${key}`], folder, environment);
  const ended = await run('of%20the/world.csv');
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.lines.at(-1)).toMatchObject({ items: 300, completed: 300 });
  const missing = await run('not-there.csv');
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toMatch(
    /^postern-batch: --input: s3:\/\/places\/not-there\.csv cannot be read \(NoSuchKey\)/,
  );
});

test('a second SIGTERM does not wait for an API that hangs, and nothing is lost or done twice', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 500 }, (_, index) => `Hung ${index},FAILED`);
  writeFileSync(join(folder, 'hung.csv'), `name,status\n${rows.join('\n')}\n`);
  const words = ['run', 'import-items', '--input', 'hung.csv'];
  const api = await startHangingApi(local.graphqlEndpoint);
  const environment = { ...environmentFor(local), APPSYNC_GRAPHQL_ENDPOINT: api.endpoint };
  const batch = startBatch([...words, '--max-rate', '100'], folder, environment);
  const progress = await batch.said('progress');
  expect(progress).toMatchObject({ expectedItems: 500 });
  expect(String(progress.seconds)).toMatch(/^\d+(\.\d{1,3})?$/);
  api.hang();
  await expect.poll(() => api.hung(), { timeout: 10_000 }).toBeGreaterThan(0);
  batch.child.kill('SIGTERM');
  await batch.said('stopping after what is in flight');
  batch.child.kill('SIGTERM');
  const { exitCode, lines } = await batch.ended;
  expect(exitCode).toBe(6);
  expect(lines.at(-1)).toMatchObject({ ended: 'interrupted', lost: 0 });
  const rest = await runBatch(words, folder, environmentFor(local));
  expect(rest.exitCode).toBe(0);
  expect(rest.lines.at(-1)).toMatchObject({ items: 500, completed: 500, failed: 0, lost: 0 });
});

test('--retry-failed does the dead letters again, and keeps those that fail again', async () => {
  const folder = temporaryFolder();
  const bad = ['One', 'Two'].map((name) => itemOf({ name, lat: 99, lng: 0 }));
  local.seed('Item', bad);
  const first = await run(folder, 'time-zones');
  expect(first.exitCode).toBe(5);
  const letters = lettersOf(folder, 'time-zones').filter(({ reason }) => /latitude 99/.test(String(reason)));
  expect(letters).toHaveLength(2);
  // Somebody mends one of them.
  const [mended] = bad;
  const token = await tokenOf(local);
  const input = { id: mended?.id, metadata: JSON.stringify({ lat: 47.4, lng: 8.5 }) };
  const query = 'mutation Mend($input: UpdateItemInput!) { updateItem(input: $input) { id } }';
  const answer = await fetch(local.graphqlEndpoint, {
    method: 'POST',
    headers: { authorization: token, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  expect(await answer.json()).toEqual({ data: { updateItem: { id: mended?.id } } });
  const { exitCode } = await run(folder, 'time-zones', '--retry-failed');
  expect(exitCode).toBe(5);
  expect(reportOf(folder)).toMatchObject({ completed: 1, lost: 0 });
  const left = lettersOf(folder, 'time-zones').map(({ key }) => key);
  expect(left).not.toContain(mended?.id);
  expect(left).toContain(bad[1]?.id);
});

test('--max-rate is a ceiling', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 100 }, (_, index) => `Slow ${index}`);
  writeFileSync(join(folder, 'slow.csv'), `name\n${rows.join('\n')}\n`);
  await run(folder, 'import-items', '--input', 'slow.csv', '--max-rate', '100');
  const { itemsPerSecond } = reportOf(folder) as { itemsPerSecond: number };
  // The first request goes out at once.
  expect(itemsPerSecond).toBeLessThan(140);
});

test.each([
  [['no-such-job'], /no job "no-such-job": it is time-zones, import-items, export-items, or the path/],
  [['import-items'], /import-items needs --input FILE/],
  [['import-items', '--input', 'none.csv'], /none\.csv cannot be read \(ENOENT\)/],
  [['export-items'], /export-items needs --output FILE/],
  [['export-items', '--output', 'x', '--status', 'DONE'], /--status is one of PENDING.*"DONE"/],
  [['time-zones', '--max-rate', 'fast'], /--max-rate takes items a second.*"fast"/],
  [['time-zones', 'export-items'], /One job at a time/],
])('wrong usage is one line: run %s', async (words, line) => {
  const { exitCode, stderr } = await run(temporaryFolder(), ...words);
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^postern-batch: [^\n]+\n$/);
  expect(exitCode).toBe(2);
});

async function tokenOf({ cognitoEndpoint, clients, users }: Local): Promise<string> {
  const { username, password } = users[0]!;
  const answer = await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clients.public.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const body = (await answer.json()) as { AuthenticationResult: { AccessToken: string } };
  return body.AuthenticationResult.AccessToken;
}
