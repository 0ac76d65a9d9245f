import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rotateClientSecret, secretOf, userPoolSource, type SecretVault } from '../index.ts';
import { makeAppClient } from '../test-support/administer.ts';
import { localSupports } from '../test-support/supports.ts';
import { startTestBackend, type TestBackend } from '../test-support/test-backend.ts';

const supported = await localSupports('AddUserPoolClientSecret');

describe.skipIf(!supported)('with two secrets at once', () => {
  let backend: TestBackend;
  let appClient: { clientId: string; clientSecret?: string };
  let vault: SecretVault;

  beforeAll(async () => {
    backend = await startTestBackend();
    appClient = await makeAppClient(backend.local, {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const kept: { current: string; staged: string | undefined } = {
      current: appClient.clientSecret ?? '',
      staged: undefined,
    };
    vault = {
      read: () => Promise.resolve({ ...kept }),
      stage: (value) => Promise.resolve(void (kept.staged = value)),
      promote: () => Promise.resolve(void Object.assign(kept, { current: kept.staged, staged: undefined })),
      discard: () => Promise.resolve(void (kept.staged = undefined)),
    };
  });
  afterAll(() => backend.close());

  const rotate = (extra: object = {}): Promise<void> => {
    backend.nowMs += 1_000; // the age of a secret tells which is which
    return rotateClientSecret({
      ...backend.options('ann', { clientId: appClient.clientId }),
      credentials: backend.local.roles.admin,
      vault,
      ...extra,
    });
  };
  const signIn = (clientSecret: string | (() => Promise<string>)) =>
    userPoolSource(backend.options('ann', { clientId: appClient.clientId, clientSecret })).tokens();

  test('nobody who calls all the time fails while it rotates; the old secret ends', async () => {
    let rotating = true;
    const callers = Array.from({ length: 3 }, async () => {
      while (rotating) await signIn(secretOf(vault));
    });
    const { current: before } = await vault.read();
    await rotate();
    await rotate();
    rotating = false;
    await Promise.all(callers);
    await expect(signIn(before)).rejects.toMatchObject({ code: 'client-secret' });
    await signIn((await vault.read()).current);
  });

  test('a rotation that was killed is finished by the next, wherever it stopped', async () => {
    for (const at of ['prove', 'promote', 'settled'] as const) {
      const reached = Promise.withResolvers<undefined>();
      const never = (): Promise<void> => {
        reached.resolve(undefined);
        return new Promise(() => undefined);
      };
      void rotate(at === 'promote' ? { vault: { ...vault, promote: never } } : { [at]: never });
      await reached.promise;
      await rotate();
      await signIn((await vault.read()).current);
    }
  });

  test('the old secret goes on where the new one is not proved', async () => {
    const { current: before } = await vault.read();
    const prove = (): Promise<void> => Promise.reject(new Error('no'));
    await expect(rotate({ prove })).rejects.toThrow('no');
    expect(await vault.read()).toEqual({ current: before, staged: undefined });
    await signIn(before);
  });
});
