import { randomBytes } from '#digest';
import { ServerClock } from '../clock.ts';
import { connectCognito } from '../cognito-client.ts';
import { AuthError } from '../errors.ts';
import type { SignInOptions } from '../sign-in-options.ts';
import { signIn } from '../sign-in.ts';
import { toBase64 } from '../srp.ts';
import type { Tokens } from '../tokens.ts';
import type { SecretVault } from './secret-vault.ts';

/** Whose password to change, and where it is kept. */
export interface RotatePasswordOptions extends SignInOptions {
  readonly vault: SecretVault;
  /**
   * `ChangePassword` needs no AWS credentials; `AdminSetUserPassword` takes `credentials` that may call it.
   *
   * @defaultValue `ChangePassword`
   */
  readonly by?: 'ChangePassword' | 'AdminSetUserPassword';
  /** @defaultValue 192 random bits in 36 characters of all four kinds */
  readonly makePassword?: () => string;
  /** Milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: () => number;
}

/**
 * Changes the password of a service account: stages the next one in the vault, changes it at the user pool, makes it the
 * vault's current one, and proves it by a sign-in. Where one of these fails, the old password is put back. A rotation that was
 * killed is finished or undone by the next. Sources that take their password from `secretOf(vault)` never fail meanwhile.
 *
 * @throws AuthError: why it failed. The message says so where the old password could not be put back.
 */
export async function rotatePassword(options: RotatePasswordOptions): Promise<void> {
  const { vault } = options;
  return vault.exclusively ? vault.exclusively(() => rotate(options)) : rotate(options);
}

async function rotate(options: RotatePasswordOptions): Promise<void> {
  const { vault, makePassword = strongPassword } = options;
  const account = connectAccount(options);
  const { current, staged } = await vault.read();
  if (staged !== undefined) {
    if (await account.accepts(staged)) return vault.promote();
    await vault.discard();
  }
  const tokens = await account.signIn(current);
  const next = makePassword();
  await vault.stage(next);
  try {
    await account.change(tokens, current, next);
  } catch (error) {
    // The answer may have been lost on the way back.
    if (!(await account.accepts(next))) {
      await vault.discard();
      throw error;
    }
  }
  try {
    await vault.promote();
    await account.signIn(next);
  } catch (error) {
    await putBack(account, vault, tokens, { current, next }, error);
    throw error;
  }
}

interface Account {
  signIn(password: string): Promise<Tokens>;
  accepts(password: string): Promise<boolean>;
  change(tokens: Tokens, from: string, to: string): Promise<void>;
}

function connectAccount(options: RotatePasswordOptions): Account {
  const { username, userPoolId: UserPoolId, by = 'ChangePassword' } = options;
  const clock = new ServerClock(options.now);
  const cognito = connectCognito(options, clock);
  const signInWith = (password: string): Promise<Tokens> => signIn(options, password, { cognito, clock });
  return {
    signIn: signInWith,
    accepts: (password) =>
      signInWith(password).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AuthError && error.code === 'wrong-password') return false;
          throw error;
        },
      ),
    change: async ({ accessToken: AccessToken }, PreviousPassword, ProposedPassword) => {
      const about = { username, secrets: [AccessToken, PreviousPassword, ProposedPassword] };
      if (by === 'ChangePassword') {
        await cognito.call('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword }, about);
      } else {
        const input = { UserPoolId, Username: username, Password: ProposedPassword, Permanent: true };
        await cognito.call('SetUserPassword', input, { ...about, asAdministrator: true });
      }
    },
  };
}

async function putBack(
  account: Account,
  vault: SecretVault,
  tokens: Tokens,
  { current, next }: { readonly current: string; readonly next: string },
  cause: unknown,
): Promise<void> {
  try {
    await account.change(tokens, next, current);
    const kept = await vault.read();
    if (kept.current === next) {
      await vault.stage(current);
      await vault.promote();
    } else {
      await vault.discard();
    }
  } catch {
    const why = cause instanceof AuthError ? cause.message : 'The rotation failed.';
    throw new AuthError(
      'store',
      `${why} The old password could not be put back: the vault has both, and the next rotation goes on from there.`,
      { cause },
    );
  }
}

// Of all four kinds of characters, whatever the policy asks for.
function strongPassword(): string {
  return `${toBase64(randomBytes(24)).replaceAll('+', '-').replaceAll('/', '_')}aA1!`;
}
