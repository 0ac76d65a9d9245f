import type { User } from './entities.ts';
import type { Pool } from './pool.ts';
import { runTrigger, triggerAttributes } from './triggers.ts';

const placeholder = '{####}';

/**
 * What the message with a code of a sign-in says, where the custom message trigger, or `SetUserPoolMfaConfig`, has words for it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export async function signInText(
  pool: Pool,
  clientId: string,
  user: User,
  code: string,
  medium: 'EMAIL' | 'SMS',
): Promise<{ readonly text?: string; readonly subject?: string }> {
  const answered = await runTrigger(pool, 'customMessage', {
    source: 'CustomMessage_Authentication',
    username: user.username,
    clientId,
    request: {
      userAttributes: triggerAttributes(user),
      codeParameter: placeholder,
      usernameParameter: null,
      linkParameter: null,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const { SMS_MFA: sms, EMAIL_OTP: email } = pool.store.settings.factorSettings ?? {};
  const { SmsAuthenticationMessage } = (sms ?? {}) as { SmsAuthenticationMessage?: unknown };
  const { Message, Subject } = (email ?? {}) as { Message?: unknown; Subject?: unknown };
  const fill = (words: unknown): string | undefined =>
    typeof words === 'string' ? words.replaceAll(placeholder, code) : undefined;
  const isSms = medium === 'SMS';
  const text = fill(
    isSms ? (answered?.smsMessage ?? SmsAuthenticationMessage) : (answered?.emailMessage ?? Message),
  );
  const subject = isSms ? undefined : fill(answered?.emailSubject ?? Subject);
  return { ...(text === undefined ? {} : { text }), ...(subject === undefined ? {} : { subject }) };
}
