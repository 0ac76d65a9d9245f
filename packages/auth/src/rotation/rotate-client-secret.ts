import { randomBytes } from '#digest';
import { ServerClock } from '../clock.ts';
import { connectCognito, type Cognito, type CognitoAddress } from '../cognito-client.ts';
import { AuthError } from '../errors.ts';
import type { SecretVault } from './secret-vault.ts';

/** Which app client's secret to change, and where it is kept. */
export interface RotateClientSecretOptions extends Omit<CognitoAddress, 'clientSecret'> {
  readonly vault: SecretVault;
  /**
   * Proves that the app client takes a secret, or throws.
   *
   * @defaultValue asks the user pool to revoke a token that is none, which it checks the secret for
   */
  readonly prove?: (secret: string) => Promise<void>;
  /**
   * Waits until everybody who keeps the secret elsewhere than in the vault has the new one; both are good until then.
   *
   * @defaultValue does not wait: who takes it from `secretOf(vault)` finds the new one
   */
  readonly settled?: () => Promise<void>;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/**
 * Changes an app client's secret. A user pool takes two at once: the next one is staged in the vault, added, proved, made the
 * current one, and only then does the old one end, so that nobody fails in between. What a killed rotation left, the next one
 * finishes or undoes: where there are two and none is staged, the older one ends. Takes AWS credentials that may list, add and delete the app client's secrets.
 *
 * @throws AuthError: why it failed; the old secret goes on in any case.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html
 */
export async function rotateClientSecret(options: RotateClientSecretOptions): Promise<void> {
  const { vault } = options;
  return vault.exclusively ? vault.exclusively(() => rotate(options)) : rotate(options);
}

async function rotate(options: RotateClientSecretOptions): Promise<void> {
  const { vault, settled = () => Promise.resolve() } = options;
  const appClient = connectAppClient(options);
  const prove = options.prove ?? appClient.prove;
  const { staged } = await vault.read();
  const [oldest, second] = await appClient.list();
  // Two without a staged one: all is done but the end of the old one.
  if (second !== undefined && staged === undefined) await appClient.delete(oldest);
  const next = staged ?? makeSecret();
  if (staged === undefined) await vault.stage(next);
  // Two with a staged one: it was added already.
  const added = second !== undefined && staged !== undefined ? second : await appClient.add(next);
  try {
    await prove(next);
  } catch (error) {
    await appClient.delete(added);
    await vault.discard();
    throw error;
  }
  await vault.promote();
  await settled();
  for (const id of await appClient.list()) if (id !== added) await appClient.delete(id);
}

interface AppClient {
  /** The ids of its secrets, the oldest first. */
  list(): Promise<string[]>;
  /** @returns The id. */
  add(secret: string): Promise<string>;
  delete(id: string | undefined): Promise<void>;
  prove(secret: string): Promise<void>;
}

function connectAppClient({ vault: _, ...options }: RotateClientSecretOptions): AppClient {
  const { userPoolId: UserPoolId, clientId: ClientId } = options;
  const cognito: Cognito = connectCognito(options, new ServerClock(options.now));
  const about = { username: ClientId, secrets: [] };
  return {
    list: async () => {
      const { ClientSecrets = [] } = await cognito.call(
        'ListUserPoolClientSecrets',
        { UserPoolId, ClientId },
        about,
      );
      const at = ({ ClientSecretCreateDate: date }: { ClientSecretCreateDate?: Date | undefined }): number =>
        date?.getTime() ?? 0;
      const [one, other] = ClientSecrets;
      if (one && other && at(one) === at(other)) {
        const message = `App client ${ClientId} has two secrets of the same age. Delete the one that is not in use.`;
        throw new AuthError('service', message);
      }
      return ClientSecrets.toSorted((a, b) => at(a) - at(b)).flatMap(
        ({ ClientSecretId }) => ClientSecretId ?? [],
      );
    },
    add: async (ClientSecret) => {
      const input = { UserPoolId, ClientId, ClientSecret };
      const made = await cognito.call('AddUserPoolClientSecret', input, {
        ...about,
        secrets: [ClientSecret],
      });
      return made.ClientSecretDescriptor?.ClientSecretId ?? '';
    },
    delete: async (ClientSecretId) => {
      await cognito.call('DeleteUserPoolClientSecret', { UserPoolId, ClientId, ClientSecretId }, about);
    },
    prove: async (ClientSecret) => {
      try {
        const input = { ClientId, ClientSecret, Token: 'none' };
        await cognito.call('RevokeToken', input, { ...about, secrets: [ClientSecret] });
      } catch (error) {
        // Whatever it says of the token, it took the secret; no answer proves nothing.
        const unproven = !(error instanceof AuthError) || !['service', 'not-found'].includes(error.code);
        if (unproven) throw error;
      }
    },
  };
}

// 208 random bits, of the characters that Cognito takes.
function makeSecret(): string {
  return Array.from(randomBytes(26), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
