import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsCredentials } from './sigv4/principal.ts';

/** Everything secret that a local backend makes up at first start. */
export interface Secrets {
  /** By user name. */
  readonly passwords: Record<string, string>;
  readonly functions: AwsCredentials;
  readonly admin: AwsCredentials;
  readonly apiKey: string;
  /** Seals page tokens; hexadecimal. */
  readonly tokenSecret: string;
}

/**
 * Reads the secrets of a data folder, or makes new ones.
 *
 * @param dataDir - Keeps them in `secrets.json` there, readable by its owner only; undefined forgets them at the end.
 */
export function loadSecrets(dataDir: string | undefined): { secrets: Secrets; save(): void } {
  const file = dataDir === undefined ? undefined : join(dataDir, 'secrets.json');
  const secrets =
    file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Secrets) : makeSecrets();
  return {
    secrets,
    save() {
      if (file === undefined) return;
      writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function makeSecrets(): Secrets {
  return {
    passwords: {},
    functions: makeCredentials(),
    admin: makeCredentials(),
    apiKey: `da2-${randomBytes(16).toString('hex').slice(0, 26)}`,
    tokenSecret: randomBytes(32).toString('hex'),
  };
}

function makeCredentials(): AwsCredentials {
  const id = randomBytes(10).toString('hex').toUpperCase().slice(0, 16);
  return { accessKeyId: `AKIA${id}`, secretAccessKey: randomBytes(30).toString('base64') };
}

/** A password that meets Cognito's default policy. */
export function makePassword(): string {
  return `${randomBytes(12).toString('base64url')}aA1!`;
}
