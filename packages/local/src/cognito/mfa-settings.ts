import type { User } from './entities.ts';

/** What `GetUser` shows of a user's second factors. */
export function mfaSettings({ softwareToken }: User): object {
  if (!softwareToken?.enabled) return {};
  return {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    ...(softwareToken.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}
