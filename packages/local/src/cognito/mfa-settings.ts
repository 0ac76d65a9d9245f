import type { User } from './entities.ts';
import { isEnabled, isPreferred } from './second-factors.ts';

const factors = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const;

/** What `GetUser` shows of a user's second factors. */
export function mfaSettings(user: User): object {
  const enabled = factors.filter((factor) => isEnabled(user, factor));
  const preferred = enabled.find((factor) => isPreferred(user, factor));
  const bySms = enabled.includes('SMS_MFA');
  return {
    ...(bySms ? { MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] } : {}),
    ...(enabled.length > 0 ? { UserMFASettingList: enabled } : {}),
    ...(preferred ? { PreferredMfaSetting: preferred } : {}),
  };
}
