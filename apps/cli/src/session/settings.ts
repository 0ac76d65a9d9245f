import { readConfig, type Config } from '@postern/config';
import type { FlagValues, Flags } from '../command/command.ts';
import { readNamedFile } from '../files.ts';
import { projectFiles } from '../project.ts';
import type { Terminal } from '../terminal.ts';

/** The flags of every command that is somebody for a backend. */
export const connectionFlags = {
  username: { type: 'string', value: 'NAME', description: 'The user (BATCH_SERVICE_USERNAME)' },
  region: { type: 'string', value: 'REGION', description: 'The AWS region (AWS_REGION)' },
  'user-pool-id': { type: 'string', value: 'ID', description: 'The user pool (COGNITO_USER_POOL_ID)' },
  'client-id': { type: 'string', value: 'ID', description: 'The app client (COGNITO_CLIENT_ID)' },
  'client-secret-file': {
    type: 'string',
    value: 'FILE',
    description: "Holds the app client's secret (COGNITO_CLIENT_SECRET)",
  },
  'password-arn': {
    type: 'string',
    value: 'ARN',
    description: 'A secret of AWS Secrets Manager with the password (BATCH_SERVICE_PASSWORD_ARN)',
  },
  'cognito-endpoint': {
    type: 'string',
    value: 'URL',
    description: 'Where Cognito is, if not at AWS (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER)',
  },
} as const satisfies Flags;

/** Flags, environment and project files, resolved. A secret in a file is read from it. */
export async function readSettings(
  flags: FlagValues<typeof connectionFlags> & { readonly endpoint?: string },
  terminal: Terminal,
): Promise<Config> {
  const secretFile = flags['client-secret-file'];
  const secret = secretFile === undefined ? undefined : firstLine(await readNamedFile(secretFile, terminal));
  return readConfig({
    flags: { ...flags, 'client-secret-file': secret },
    environment: terminal.environment,
    files: await projectFiles(terminal.folder),
  });
}

/** The first line of a text: where the secret of a file is. */
export function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
