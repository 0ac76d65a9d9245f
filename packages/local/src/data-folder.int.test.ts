import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './appsync/test-support/test-api.ts';
import type { Local } from './start-local.ts';

let dataDir: string;
const running: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postern-local-'));
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const users = [{ username: 'ann' }, { username: 'batch', groups: ['BatchProcessor'] }];

async function start(options: { port?: number } = {}): Promise<TestApi> {
  const api = await startTestApi({ dataDir, users, ...options });
  running.push(() => api.local.close());
  return api;
}

const create = 'mutation ($id: ID) { createItem(input: { id: $id, name: "x", status: PENDING }) { id } }';
const list = `query ($nextToken: String) { listItems(limit: 2, nextToken: $nextToken) { items { id owner createdAt } nextToken } }`;

interface Listed {
  readonly listItems: { items: { id: string }[]; nextToken: string };
}

describe('a data folder', () => {
  test('brings everything back: records, users, passwords, app clients, keys, tokens and page tokens', async () => {
    const first = await start();
    const ann = await first.as('ann');
    for (const id of ['1', '2', '3', '4']) await first.ask(ann, create, { id });
    const page = (await first.ask(ann, list)).data as unknown as Listed;
    const rest = await first.ask(ann, list, { nextToken: page.listItems.nextToken });
    const { items } = (rest.data as unknown as Listed).listItems;
    const { RefreshToken } = await first.tokens('ann');
    await first.local.close();

    const second = await start();
    expect(second.local).toMatchObject({
      userPoolId: first.local.userPoolId,
      clients: first.local.clients,
      users: first.local.users,
      roles: first.local.roles,
      apiKey: first.local.apiKey,
    });
    const after = await second.ask(ann, list, { nextToken: page.listItems.nextToken });
    expect(after.data).toMatchObject({ listItems: { items } });
    const refreshed = await fetch(second.local.cognitoEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: second.local.clients.public.clientId,
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    });
    expect(refreshed.status).toBe(200);
  });

  test('is readable by its owner only, and holds no password in clear but in the secrets’ file', async () => {
    const { local } = await start();
    const password = local.users[0]?.password ?? '';
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
    const others = readdirSync(dataDir).filter((name) => name !== 'secrets.json');
    for (const name of others) expect(readFileSync(join(dataDir, name), 'latin1')).not.toContain(password);
  });

  test('seeds what is new only', async () => {
    const records = Array.from({ length: 10 }, (_, index) => ({
      id: `s${index}`,
      name: 'n',
      status: 'PENDING',
    }));
    const first = await start();
    expect(first.local.seed('Item', records)).toBe(10);
    await first.local.close();
    const second = await start();
    expect(second.local.seed('Item', [...records, { id: 's10', name: 'n', status: 'PENDING' }])).toBe(1);
    expect(() => second.local.seed('Nothing', [])).toThrow(
      'The schema has no model Nothing; it has Item, BatchOperation.',
    );
  });
});

describe('a port that is taken', () => {
  test('is told by the code of the error, and neither backend suffers', async () => {
    const first = await start();
    const port = Number(new URL(first.local.url).port);
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const ann = await first.as('ann');
    expect((await first.ask(ann, create, { id: '1' })).errors).toEqual([]);
    await first.local.close();
    const second = await start();
    expect((await second.ask(await second.as('ann'), list)).data).toMatchObject({
      listItems: { items: [{ id: '1' }] },
    });
  });
});

type Served = Pick<Local, 'graphqlEndpoint' | 'cognitoEndpoint' | 'users' | 'clients'>;

async function serve(): Promise<{ child: ChildProcess; served: Served }> {
  const script = join(import.meta.dirname, 'test-support/serve.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, served: JSON.parse(line) as Served };
}

async function tokenOf({ cognitoEndpoint, users: [user], clients }: Served): Promise<string> {
  const response = await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clients.public.clientId,
      AuthParameters: { USERNAME: user?.username, PASSWORD: user?.password },
    }),
  });
  const body = (await response.json()) as { AuthenticationResult: { AccessToken: string } };
  return body.AuthenticationResult.AccessToken;
}

const post = (served: Served, token: string, query: string, variables?: object) =>
  fetch(served.graphqlEndpoint, {
    method: 'POST',
    headers: { authorization: token },
    body: JSON.stringify({ query, variables }),
  });

describe('a process that is stopped', () => {
  test('by kill -9 has lost nothing that it had answered', async () => {
    const { child, served } = await serve();
    const token = await tokenOf(served);
    const answered: string[] = [];
    const writing = Promise.allSettled(
      Array.from({ length: 8 }, async (_, worker) => {
        for (let index = 0; ; index += 1) {
          const id = `${worker}-${index}`;
          const response = await post(served, token, create, { id });
          const { data } = (await response.json()) as { data: { createItem: { id: string } } };
          answered.push(data.createItem.id);
          if (answered.length === 400) child.kill('SIGKILL');
        }
      }),
    );
    await once(child, 'exit');
    await writing;

    const api = await start();
    const batch = await api.as('batch');
    const query =
      'query ($n: String) { itemsByStatus(status: PENDING, limit: 1000, nextToken: $n) { items { id } nextToken } }';
    const kept = new Set<string>();
    let n: string | null = null;
    do {
      const { data } = await api.ask(batch, query, { n });
      const page = (data as { itemsByStatus: { items: { id: string }[]; nextToken: string | null } })
        .itemsByStatus;
      for (const { id } of page.items) kept.add(id);
      n = page.nextToken;
    } while (n !== null);
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
    // What was cut off before its answer may be there or not; each writer had one such at most.
    expect(kept.size - answered.length).toBeLessThanOrEqual(8);
  });

  test('by SIGTERM finishes what it is answering, and exits with 0', async () => {
    const { child, served } = await serve();
    const token = await tokenOf(served);
    const exit = once(child, 'exit');
    const slow = post(served, token, '{ listPendingItems { id } }');
    await post(served, token, '{ __typename }').then((response) => response.text());
    child.kill('SIGTERM');
    expect(await (await slow).json()).toEqual({ data: { listPendingItems: [] } });
    expect(await exit).toEqual([0, null]);
    expect(readdirSync(dataDir).filter((name) => name.endsWith('-wal'))).toEqual([]);
  });
});
