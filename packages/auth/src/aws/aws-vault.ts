import { randomUUID } from 'node:crypto';
import { AuthError } from '../errors.ts';
import type { SecretVault } from '../rotation/secret-vault.ts';
import { leaseId } from './lease-id.ts';
import { openAwsSecret, type AwsSecretOptions } from './secrets-manager.ts';

/** A secret of AWS Secrets Manager that holds a password or a client's secret. */
export interface AwsVaultOptions extends AwsSecretOptions {
  /** The key of the value, where the secret is a JSON object, as AWS's own are; the others are kept. @defaultValue `password` */
  readonly field?: string;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

// A rotation is done long before.
const rotationMs = 60_000;

/**
 * Keeps a secret in AWS Secrets Manager, with the labels that AWS's own rotation uses: `AWSCURRENT`, and `AWSPENDING` for the
 * next. The secret may be a JSON object or just the text. One rotation at a time, which takes at most a minute: another begins two
 * minutes later at the latest.
 *
 * @throws AuthError
 * @example
 * ```ts
 * const password = secretOf(awsVault({ secretId: process.env.BATCH_SERVICE_PASSWORD_ARN }));
 * userPoolSource({ ...account, password }); // read when signing in is needed
 * ```
 */
export function awsVault(options: AwsVaultOptions): SecretVault {
  const { field = 'password', secretId, now = Date.now } = options;
  const secret = openAwsSecret(options);
  const value = (text: string): string => {
    const object = objectIn(text);
    if (!object) return text;
    const found = object[field];
    if (typeof found === 'string') return found;
    const names = Object.keys(object).join(', ');
    throw new AuthError(
      'not-configured',
      `Secret ${secretId} has no text under "${field}"; it has ${names}.`,
    );
  };
  const current = async () => {
    const version = await secret.get('AWSCURRENT');
    if (version) return version;
    throw new AuthError('not-found', `Secret ${secretId} has no value yet. Put one in.`);
  };
  // A rotation that is done may leave both labels on one version.
  const pending = async (currentId: string) => {
    const version = await secret.get('AWSPENDING');
    return version?.id === currentId ? undefined : version;
  };
  return {
    read: async () => {
      // The pending one first: one that becomes the current one meanwhile is then seen rather than missed.
      const next = await secret.get('AWSPENDING');
      const { id, text } = await current();
      const staged = next && next.id !== id ? { staged: value(next.text) } : {};
      return { current: value(text), ...staged };
    },
    stage: async (next) => {
      const object = objectIn((await current()).text);
      await secret.put(object ? JSON.stringify({ ...object, [field]: next }) : next, 'AWSPENDING');
    },
    promote: async () => {
      const { id } = await current();
      const next = await pending(id);
      if (!next) throw new AuthError('store', `Secret ${secretId} has no AWSPENDING version any more.`);
      await secret.move('AWSCURRENT', id, next.id);
      await secret.move('AWSPENDING', next.id, undefined);
    },
    discard: async () => {
      const next = await secret.get('AWSPENDING');
      if (next) await secret.move('AWSPENDING', next.id, undefined);
    },
    exclusively: async (rotation) => {
      const lease = JSON.stringify({ rotation: randomUUID() });
      const minute = Math.floor(now() / rotationMs);
      // This minute and the next, for it may begin at the end of one.
      for (const at of [minute, minute + 1]) {
        if (await secret.put(lease, 'POSTERN_ROTATION', leaseId(`rotation ${at}`))) continue;
        const message = `Secret ${secretId} was rotated, or began to be, less than two minutes ago. Try again later.`;
        throw new AuthError('store', message);
      }
      return rotation();
    },
  };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
