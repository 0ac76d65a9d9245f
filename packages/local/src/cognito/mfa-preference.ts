import { namedUser } from './admin-users.ts';
import type { MessageFactor, User } from './entities.ts';
import { invalidParameter, unsupported } from './exception.ts';
import type { Input } from './input.ts';
import type { Pool } from './pool.ts';
import { isEnabled, isPreferred, isSetUp, poolFactors } from './second-factors.ts';
import { signedInUser } from './self-service.ts';
import type { SecondFactor } from './sign-in-settings.ts';
import type { TokenVerifier } from './verify-token.ts';

const settingOf: Readonly<Record<SecondFactor, string>> = {
  SOFTWARE_TOKEN_MFA: 'SoftwareTokenMfaSettings',
  SMS_MFA: 'SMSMfaSettings',
  EMAIL_OTP: 'EmailMfaSettings',
};
const factors = Object.keys(settingOf) as readonly SecondFactor[];

/** `SetUserMFAPreference`. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html */
export async function setUserMfaPreference(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return prefer(pool, await signedInUser(pool, verify, input), input);
}

/** `AdminSetUserMFAPreference`. */
export function adminSetUserMfaPreference(pool: Pool, input: Input): object {
  return prefer(pool, namedUser(pool, input), input);
}

interface Wish {
  readonly factor: SecondFactor;
  readonly enabled: boolean;
  readonly preferred: boolean;
}

/** Switches a user's second factors on and off. @throws CognitoException `InvalidParameterException`. */
export function prefer(pool: Pool, user: User, input: Input): object {
  if ((input.WebAuthnMfaSettings as { Enabled?: unknown } | undefined)?.Enabled === true) {
    throw unsupported('WebAuthnMfaSettings');
  }
  const wishes = factors.flatMap((factor): Wish[] => {
    const given = input[settingOf[factor]] as
      { Enabled?: unknown; PreferredMfa?: unknown } | null | undefined;
    if (given == null) return [];
    const enabled = given.Enabled === true;
    return [{ factor, enabled, preferred: enabled && given.PreferredMfa === true }];
  });
  for (const { factor, enabled } of wishes) if (enabled) checkPossible(pool, user, factor);
  const [first, second] = wishes.filter(({ preferred }) => preferred);
  if (second) throw invalidParameter('Only one MFA method can be preferred.');
  pool.store.updateUser(user.username, wished(user, wishes, first?.factor), pool.now());
  return {};
}

function checkPossible(pool: Pool, user: User, factor: SecondFactor): void {
  if (!isSetUp(user, factor)) {
    throw invalidParameter(
      factor === 'SOFTWARE_TOKEN_MFA'
        ? 'User has not verified software token mfa'
        : `User does not have delivery config set to turn on ${factor}`,
    );
  }
  // AWS lets an app be switched on in a pool that does not ask for it; a message needs the pool to be able to send it.
  if (factor !== 'SOFTWARE_TOKEN_MFA' && !poolFactors(pool).includes(factor)) {
    throw invalidParameter(`${factor} is not enabled for the user pool.`);
  }
}

// One that becomes preferred takes the place of the one that was.
function wished(
  user: User,
  wishes: readonly Wish[],
  newlyPreferred: SecondFactor | undefined,
): Pick<User, 'messageFactors' | 'softwareToken'> {
  const after = factors.map((factor): Wish => {
    const was = newlyPreferred === undefined && isPreferred(user, factor);
    const wish = wishes.find((candidate) => candidate.factor === factor);
    return wish ?? { factor, enabled: isEnabled(user, factor), preferred: was };
  });
  const messages = after.filter(({ factor, enabled }) => factor !== 'SOFTWARE_TOKEN_MFA' && enabled);
  const app = after.find(({ factor }) => factor === 'SOFTWARE_TOKEN_MFA');
  const { enabled = false, preferred = false } = app ?? {};
  return {
    messageFactors: Object.fromEntries(
      messages.map(({ factor, preferred: isFirst }) => [factor, { preferred: isFirst }]),
    ) as Partial<Record<MessageFactor, { preferred: boolean }>>,
    ...(user.softwareToken ? { softwareToken: { ...user.softwareToken, enabled, preferred } } : {}),
  };
}
