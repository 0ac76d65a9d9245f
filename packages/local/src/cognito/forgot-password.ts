import { codeMismatch, sendCode, takeCode } from './codes.ts';
import type { User } from './entities.ts';
import { invalidParameter, notAuthorized } from './exception.ts';
import { requiredString, type Input } from './input.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pool.ts';
import { asker, known, pretended } from './sign-up.ts';
import { postConfirmation } from './sign-up-triggers.ts';
import { migrateUser } from './user-migration.ts';
import { makeVerifier } from './srp.ts';

/** `ForgotPassword`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html */
export async function forgotPassword(pool: Pool, input: Input): Promise<object> {
  const { client, username } = asker(pool, input);
  const user = (await migrateUser(pool, client, username, undefined)) ?? known(pool, client, username);
  const isHidden = client.preventUserExistenceErrors === 'ENABLED';
  if (!user || (isHidden && !isRecoverable(pool, user))) return { CodeDeliveryDetails: pretended };
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  if (pool.store.settings.recovery.includes('admin')) {
    throw notAuthorized('Contact administrator to reset password.');
  }
  const sent = await sendCode(pool, user, 'forgot-password', {
    occasion: 'ForgotPassword',
    clientId: client.id,
  });
  if (!sent) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  return { CodeDeliveryDetails: sent };
}

// Who is disabled, or cannot be reached, is to be told from nobody no more than anybody else.
function isRecoverable({ store }: Pool, { enabled, attributes }: User): boolean {
  const isReachable = store.settings.recovery.some((way) => attributes[`${way}_verified`] === 'true');
  return enabled && (isReachable || store.settings.recovery.includes('admin'));
}

/** `ConfirmForgotPassword`. */
export async function confirmForgotPassword(pool: Pool, input: Input): Promise<object> {
  const { client, username } = asker(pool, input);
  const code = requiredString(input, 'ConfirmationCode', /^\S+$/);
  const password = requiredString(input, 'Password');
  checkPassword(password, pool.store.settings.passwordPolicy);
  const user = known(pool, client, username);
  // An unknown user's code is as wrong as any.
  if (!user) throw codeMismatch();
  takeCode(pool, user, 'forgot-password', code);
  const now = pool.now();
  const verifier = makeVerifier(pool.store.poolName, user.username, password);
  pool.store.updateUser(user.username, { password: verifier, status: 'CONFIRMED', passwordSetAt: now }, now);
  await postConfirmation(pool, client.id, pool.store.user(user.username) ?? user, 'ConfirmForgotPassword');
  return {};
}
