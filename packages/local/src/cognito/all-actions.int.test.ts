import * as commands from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sdk } from './test-support/administer.ts';
import { startTestPool, type TestPool } from './test-support/test-pool.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool.close());

const names = Object.keys(commands)
  .filter((name) => name.endsWith('Command') && name !== '$Command')
  .map((name) => name.slice(0, -'Command'.length));

test("every action of AWS's own model is answered, or refused by its name", async () => {
  expect(names.length).toBeGreaterThan(100);
  const client = sdk(pool) as unknown as Record<string, (input: object) => Promise<unknown>>;
  const refused: string[] = [];
  for (const name of names) {
    const method = name.charAt(0).toLowerCase() + name.slice(1);
    const error = await client[method]?.({}).then(
      () => undefined,
      (reason: unknown) => reason as Error & { $metadata?: { httpStatusCode?: number } },
    );
    if (!error) continue;
    expect([name, error.$metadata?.httpStatusCode], error.message).toEqual([name, 400]);
    expect(error.name).not.toBe('UnknownOperationException');
    if (error.message === `${name} is not supported by the local user pool.`) refused.push(name);
  }
  expect(refused).not.toContain('CreateUserPool');
  expect(refused).toContain('CreateIdentityProvider');
});

test('an action that Cognito has not is unknown', async () => {
  const response = await fetch(pool.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.FlyToTheMoon' },
    body: '{}',
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { __type: 'UnknownOperationException', message: 'Amazon Cognito has no action FlyToTheMoon.' },
  ]);
});
