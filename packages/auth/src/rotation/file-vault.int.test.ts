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
