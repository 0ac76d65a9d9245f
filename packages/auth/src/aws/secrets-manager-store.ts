import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { keyedQueue } from '../keyed-queue.ts';
import { keyText, type TokenStore } from '../token-store.ts';
import type { Tokens } from '../tokens.ts';
import { leaseId } from './lease-id.ts';
import { openAwsSecret, type AwsSecretOptions } from './secrets-manager.ts';

/** A secret of AWS Secrets Manager that keeps tokens. */
export interface SecretsManagerStoreOptions extends AwsSecretOptions {
  /** How long one who renews keeps others from doing the same, and up to twice that, in milliseconds. @defaultValue `20_000` */
  readonly leaseMs?: number;
  /** Between two looks at whether another is done, in milliseconds. @defaultValue `1_000` */
  readonly pollMs?: number;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/**
 * Keeps tokens in a secret of AWS Secrets Manager, for machines that share no folder. The secret has to exist, for tokens alone;
 * it holds a few identities, up to its 64 kB.
 *
 * Who renews takes a lease first: a version whose id all derive alike from the time, which Secrets Manager makes only once.
 * The others wait until the tokens have changed, or the lease has ended. It makes three versions for each renewal, which AWS
 * wants no oftener than every ten minutes: not for tokens that live shorter.
 *
 * @throws AuthError
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export function secretsManagerStore(options: SecretsManagerStoreOptions): TokenStore {
  const { leaseMs = 20_000, pollMs = 1_000, now = Date.now } = options;
  const secret = openAwsSecret(options);
  const queue = keyedQueue();
  const owner = randomUUID();
  // The version in which each key was looked up last: what has changed since then may be what is waited for.
  const seen = new Map<string, string>();
  const all = async (): Promise<{ id: string; tokens: Record<string, Tokens> }> => {
    const version = await secret.get('AWSCURRENT');
    return { id: version?.id ?? '', tokens: tokensIn(version?.text) };
  };
  const change = async (edit: (tokens: Record<string, Tokens>) => void): Promise<string> => {
    const { tokens } = await all();
    edit(tokens);
    const id = randomUUID();
    await secret.put(JSON.stringify({ version: 1, tokens }), 'AWSCURRENT', id);
    return id;
  };
  const takeLease = async (key: string): Promise<boolean> => {
    const slot = Math.floor(now() / leaseMs);
    // The time that follows as well, for it may begin at the end of one.
    for (const at of [slot, slot + 1]) {
      const id = leaseId(`${options.secretId} ${key} ${at}`);
      if (!(await secret.put(JSON.stringify({ lease: owner }), 'POSTERN_LEASE', id))) return false;
    }
    return true;
  };
  return {
    read: async (key) => {
      const { id, tokens } = await all();
      seen.set(keyText(key), id);
      return tokens[keyText(key)];
    },
    write: async (key, tokens) => {
      seen.set(keyText(key), await change((kept) => void (kept[keyText(key)] = tokens)));
    },
    remove: async (key) => {
      seen.set(keyText(key), await change((kept) => void Reflect.deleteProperty(kept, keyText(key))));
    },
    exclusively: (key, work) =>
      // One after the other within a process: the whole secret is written at once.
      queue('', async () => {
        const before = seen.get(keyText(key)) ?? (await all()).id;
        while (!(await takeLease(keyText(key)))) {
          if ((await all()).id !== before) break;
          await wait(pollMs * (0.5 + Math.random()));
        }
        return work();
      }),
  };
}

// What somebody else has put there counts as nothing.
function tokensIn(text: string | undefined): Record<string, Tokens> {
  try {
    const { version, tokens } = JSON.parse(text ?? '{}') as {
      version?: number;
      tokens?: Record<string, Tokens>;
    };
    return version === 1 ? { ...tokens } : {};
  } catch {
    return {};
  }
}
