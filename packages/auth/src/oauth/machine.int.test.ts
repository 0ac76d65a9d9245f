import {
  CreateResourceServerCommand,
  type ExplicitAuthFlowsType,
} from '@aws-sdk/client-cognito-identity-provider';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explain, machineSource, memoryStore, type MachineOptions } from '../index.ts';
import { administrator, makeAppClient } from '../test-support/administer.ts';
import { startCountingProxy, type CountingProxy } from '../test-support/counting-proxy.ts';
import { startTestBackend, type TestBackend } from '../test-support/test-backend.ts';

const request = { url: '', method: 'POST', body: '' };
let backend: TestBackend;
let cognito: CountingProxy;
let appClient: { clientId: string; clientSecret?: string };
beforeAll(async () => {
  backend = await startTestBackend();
  cognito = await startCountingProxy(backend.local.url, () => backend.nowMs);
  await administrator(backend.local).send(
    new CreateResourceServerCommand({
      UserPoolId: backend.local.userPoolId,
      Identifier: 'items',
      Name: 'items',
      Scopes: [
        { ScopeName: 'read', ScopeDescription: 'reads' },
        { ScopeName: 'write', ScopeDescription: 'writes' },
      ],
    }),
  );
  appClient = await makeAppClient(backend.local, {
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType],
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['items/read', 'items/write'],
  });
});
afterAll(async () => {
  cognito.close();
  await backend.close();
});

const machine = (extra: Partial<MachineOptions> = {}) =>
  machineSource({
    userPoolId: backend.local.userPoolId,
    clientId: appClient.clientId,
    clientSecret: appClient.clientSecret ?? '',
    scopes: ['items/write'],
    endpoint: cognito.endpoint,
    now: () => backend.nowMs,
    ...extra,
  });

test('a machine gets one token from GetClientToken, renewed ahead of expiry, and shares it', async () => {
  cognito.actions.length = 0;
  const store = memoryStore();
  const [one, other] = await Promise.all([
    machine({ store }).headers(request),
    machine({ store }).headers(request),
  ]);
  expect(one).toEqual(other);
  expect(explain(one.authorization ?? '')).toMatchObject({
    kind: 'machine',
    clientId: appClient.clientId,
    scopes: ['items/write'],
  });
  backend.nowMs += 60 * 60_000;
  expect(await machine({ store }).headers(request)).not.toEqual(one);
  expect(cognito.actions).toEqual(['GetClientToken', 'GetClientToken']);
});

test.each([
  ['a wrong secret', { clientSecret: 'a-wrong-secret-of-the-machine' }, 'client-secret'],
  ['an unknown app client', { clientId: 'nope' }, 'not-found'],
  ['no way there', { endpoint: 'http://127.0.0.1:1' }, 'network'],
] as const)('%s: one clear line without the secret', async (_, extra, code) => {
  const error: unknown = await machine(extra)
    .tokens()
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code, message: expect.stringMatching(/^[^\n]+\.$/) as string });
  expect(inspect(error, { depth: 10 })).not.toContain(appClient.clientSecret);
  expect(inspect(error, { depth: 10 })).not.toContain('a-wrong-secret');
});

test('an app client without this flow says which to switch on', async () => {
  const { clientId, clientSecret } = backend.local.clients.confidential;
  await expect(machine({ clientId, clientSecret }).tokens()).rejects.toMatchObject({
    code: 'flow-not-enabled',
    message: expect.stringContaining('ALLOW_CLIENT_TOKEN_AUTH') as string,
  });
});
