import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileVault } from './file-vault.ts';

test('who reads while a staged secret becomes the current one sees it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'password');
  writeFileSync(file, 'secret 0\n', { mode: 0o600 });
  const vault = fileVault(file);
  for (let round = 1; round <= 300; round += 1) {
    const next = `secret ${round}`;
    await vault.stage(next);
    const [...reads] = await Promise.all([
      vault.read(),
      vault.read(),
      vault.promote().then(() => vault.read()),
    ]);
    for (const { current, staged } of reads) expect([current, staged]).toContain(next);
  }
});

test.each(['secret', 'secret\n', 'secret\r\n', '\uFEFFsecret\r\n'])(
  'reads %j as whoever wrote it meant it',
  async (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-vault-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'password'), text);
    expect(await fileVault(join(folder, 'password')).read()).toEqual({
      current: 'secret',
      staged: undefined,
    });
  },
);

test('one that is not there, or no file, is one clear line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const nowhere = join(folder, 'nowhere');
  await expect(fileVault(nowhere).read()).rejects.toMatchObject({
    code: 'store',
    message: `Cannot keep a secret in ${nowhere} (ENOENT). Put the secret there, or check the name.`,
  });
  await expect(fileVault(folder).read()).rejects.toMatchObject({
    message: expect.stringContaining('(EISDIR). Check') as string,
  });
});
