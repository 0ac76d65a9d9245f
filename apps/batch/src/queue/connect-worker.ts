import type { TokenStore } from '@postern/auth';
import { fileStore, secretsManagerStore } from '@postern/auth/node';
import { readAccount } from '../account.ts';
import { connect, type ConnectExtras, type Connection } from '../connect.ts';
import { registeredObserver } from '../observer.ts';

/** Who works, and with whom it shares its tokens. */
export interface WorkerAccount {
  /** Flags by name; those of secrets name a file. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /**
   * Where tokens are shared: a folder that all workers have, or the ARN of a secret of AWS Secrets Manager. Without it each
   * process signs in.
   */
  readonly tokens: string | undefined;
}

/**
 * Connects a worker: with shared tokens a thousand that start at once sign in once.
 *
 * @throws ConfigError naming what is missing; UsageError for a file that cannot be read.
 */
export async function connectWorker(
  { settings, tokens }: WorkerAccount,
  environment: NodeJS.ProcessEnv,
  folder: string,
  extras: Omit<ConnectExtras, 'observer'>,
): Promise<Connection> {
  const account = await readAccount(settings, environment, folder);
  const shared = tokens === undefined ? account : { ...account, store: storeAt(tokens) };
  return connect(shared, { ...extras, observer: await registeredObserver() });
}

function storeAt(place: string): TokenStore {
  return place.startsWith('arn:') ? secretsManagerStore({ secretId: place }) : fileStore(place);
}
