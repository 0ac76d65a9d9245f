import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ended, start } from '../test-support/postern.ts';
import { withLocal } from '../test-support/with-local.ts';

const backend = withLocal();
const { run, as } = backend;
const people: Record<string, Record<string, string>> = {};
const call = (who: string, ...words: string[]) => run(['call', ...words], { environment: people[who] ?? {} });

beforeAll(async () => {
  for (const name of ['admin', 'batchprocessor', 'nobody']) people[name] = await as(name);
});

describe('variables', () => {
  test('come from flags, typed by the schema', async () => {
    const { stdout, exitCode } = await call(
      ...['admin', 'CreateItem', '--input.id', '7', '--input.name', 'a name'],
      ...['--input.status', 'PENDING', '--input.batchProcessed', 'false', '--input.metadata', '{"a":1}'],
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      createItem: { id: '7', name: 'a name', status: 'PENDING', batchProcessed: false, metadata: '{"a":1}' },
    });
  });

  test('come from a file or standard input, and flags stand above them', async () => {
    await writeFile(
      join(backend.folder, 'vars.json'),
      '{"input":{"id":"8","name":"file","status":"PENDING"}}',
    );
    const fromFile = await call('admin', 'CreateItem', '--vars', 'vars.json', '--input.name', 'flag');
    expect(JSON.parse(fromFile.stdout)).toMatchObject({ createItem: { id: '8', name: 'flag' } });
    const fromInput = await run(['call', 'GetItem', '--vars', '-'], {
      environment: people.admin ?? {},
      input: '{"id":"8"}',
    });
    expect(JSON.parse(fromInput.stdout)).toMatchObject({ getItem: { name: 'flag' } });
  });

  test.each([
    [
      ['GetItm', '--id', '1'],
      'There is no operation "GetItm". Did you mean GetItem? See postern call --list.',
    ],
    [['GetItem'], 'GetItem needs --id (ID!).'],
    [['GetItem', '--ids', '1'], 'GetItem has no variable "ids". Did you mean --id?'],
    [
      ['ItemsByStatus', '--status', 'PENDNG'],
      '--status is one of PENDING, PROCESSING, COMPLETED, FAILED, not "PENDNG". Did you mean PENDING?',
    ],
    [['ListItems', '--limit', 'ten'], '--limit is a whole number, not "ten".'],
    [
      ['CreateItem', '--input.nmae', 'x'],
      '--input.nmae: CreateItemInput has no field "nmae". Did you mean name?',
    ],
    [['GetItem', '--id', '1', '--all'], 'GetItem returns no pages; leave --all out.'],
    [[], 'OPERATION is missing. See postern call --list.'],
  ])('%j is wrong usage, found before anything is sent', async (words, message) => {
    const { exitCode, stdout, stderr } = await call('nobody', ...words);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `postern: ${message}\n`,
    });
  });
});

describe('who may', () => {
  test('is told before the server is asked, with the groups that may', async () => {
    expect(await call('nobody', 'ListPendingItems')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'postern: nobody may not call ListPendingItems. Only for BatchProcessor. You are in no group.\n',
    });
  });

  test('of a custom operation reaches its function', async () => {
    const created = await call('admin', 'CreateItem', '--input.name', 'x', '--input.status', 'PENDING');
    expect(created.exitCode).toBe(0);
    const { stdout, exitCode } = await call('batchprocessor', 'ListPendingItems');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      listPendingItems: expect.arrayContaining([expect.objectContaining({ name: 'x' })]) as unknown,
    });
  });

  test('is decided by the record for its owner', async () => {
    const mine = await call(
      'nobody',
      'CreateItem',
      '--input.id',
      'mine',
      '--input.name',
      'm',
      '--input.status',
      'FAILED',
    );
    expect(mine.exitCode).toBe(0);
    await call(
      'admin',
      'CreateItem',
      '--input.id',
      'theirs',
      '--input.name',
      't',
      '--input.status',
      'FAILED',
    );
    expect(JSON.parse((await call('nobody', 'GetItem', '--id', 'mine')).stdout)).toMatchObject({
      getItem: { id: 'mine' },
    });
    const { exitCode, stdout, stderr } = await call('nobody', 'GetItem', '--id', 'theirs');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe('denied: GetItem: getItem: Not Authorized to access getItem on type Query\n');
  });

  test('is listed with the variables', async () => {
    const { stdout } = await run(['call', '--list']);
    expect(stdout).toContain(`GetItem (query)
  who   Admin, BatchProcessor, owner (depends on the record), iam
  takes --id ID!
`);
    const listed = JSON.parse((await run(['call', '--list', '--json'])).stdout) as { name: string }[];
    expect(listed.map(({ name }) => name)).toContain('ItemsByStatus');
  });
});

describe('answers', () => {
  test('of all pages are printed as lines of JSON', async () => {
    const names = ['p1', 'p2', 'p3'];
    for (const name of names) {
      await call('admin', 'CreateItem', '--input.name', name, '--input.status', 'PROCESSING');
    }
    const { stdout, exitCode } = await call(
      'admin',
      'ItemsByStatus',
      '--status',
      'PROCESSING',
      '--limit',
      '1',
      '--all',
    );
    expect(exitCode).toBe(0);
    const items = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string });
    expect(items.map(({ name }) => name).sort()).toEqual(names);
  });

  test('that are errors are one line each and exit code 1', async () => {
    const again = ['CreateItem', '--input.id', 'twice', '--input.name', 'x', '--input.status', 'FAILED'];
    await call('admin', ...again);
    const { exitCode, stdout, stderr } = await call('admin', ...again);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^postern: CreateItem: .*condition.*\n$/i);
  });

  test('may be cut short by the reader', async () => {
    const child = start(['call', 'ListItems', '--all'], {
      folder: backend.folder,
      environment: people.admin ?? {},
    });
    child.stdout?.destroy();
    expect(await ended(child)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('are logged attempt by attempt with LOG_LEVEL=debug, without tokens', async () => {
    const environment = { ...people.admin, LOG_LEVEL: 'debug' };
    const { stderr } = await run(['call', 'GetItem', '--id', '7'], { environment });
    expect(stderr).toMatch(/GetItem, attempt 1: HTTP 200 in \d+ ms/);
    expect(stderr).not.toMatch(/ey[\w-]+\./);
  });
});
