import { namedUser } from './admin-users.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import type { Input } from './input.ts';
import { prefer } from './mfa-preference.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import type { User } from './entities.ts';
import type { TokenVerifier } from './verify-token.ts';

/** `SetUserSettings`: what `SetUserMFAPreference` was before there were factors other than text messages. */
export async function setUserSettings(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  return change(pool, await signedInUser(pool, verify, input), input);
}

/** `AdminSetUserSettings`. */
export function adminSetUserSettings(pool: Pool, input: Input): object {
  return change(pool, namedUser(pool, input), input);
}

function change(pool: Pool, user: User, { MFAOptions: options }: Input): object {
  if (!Array.isArray(options))
    throw new CognitoException('SerializationException', 'MFAOptions is not a list.');
  for (const option of options as unknown[]) {
    const { DeliveryMedium, AttributeName } = (option ?? {}) as Input;
    if (DeliveryMedium !== 'SMS' || AttributeName !== 'phone_number') {
      throw invalidParameter('MFAOptions can only be SMS to phone_number.');
    }
  }
  return prefer(pool, user, { SMSMfaSettings: { Enabled: options.length > 0 } });
}
