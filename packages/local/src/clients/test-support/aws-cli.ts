import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCredentials } from '../../sigv4/principal.ts';

/** Whether there is an AWS CLI that runs; `pnpm test` installs one where it may. */
export const hasAwsCli = spawnSync('aws', ['--version']).status === 0;

/** The AWS CLI with nothing of this machine's own AWS set-up. */
export interface AwsCli extends Disposable {
  /**
   * Runs a command.
   *
   * @param credentials - What it signs with. @defaultValue nothing; the command has to do without
   * @returns The JSON that it prints, an empty object for none.
   * @throws Error with what it says.
   */
  run(words: readonly string[], credentials?: AwsCredentials): Promise<Printed>;
}

// Whatever was asked for: a test looks where it knows what it asked.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Printed = any;

/** The AWS CLI, pointed at a server. */
export function awsCli(url: string, region: string): AwsCli {
  const home = mkdtempSync(join(tmpdir(), 'postern-aws-'));
  const common = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    AWS_DEFAULT_REGION: region,
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    LANG: 'C.UTF-8',
  };
  return {
    run: (words, credentials) =>
      new Promise((resolve, reject) => {
        const env = { ...common, ...(credentials ? keysOf(credentials) : {}) };
        execFile('aws', [...words, '--endpoint-url', url], { env }, (error, out, said) => {
          if (error) reject(new Error(said.trim() || error.message));
          else resolve(JSON.parse(out || '{}') as Printed);
        });
      }),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
  };
}
