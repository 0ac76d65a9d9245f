import type { User } from './entities.ts';
import type { Pool } from './pool.ts';
import { runTrigger, triggerAttributes } from './triggers.ts';

/** Why a message goes out, as the custom message trigger's source says it. */
export type MessageOccasion =
  'SignUp' | 'ResendCode' | 'ForgotPassword' | 'UpdateUserAttribute' | 'VerifyUserAttribute';

/** What a message says, where the pool or its trigger has words of its own. */
export interface MessageText {
  readonly subject?: string;
  readonly text?: string;
}

const placeholder = '{####}';

/**
 * Asks the custom message trigger what a message says, and the pool's own templates where it does not; the code is put in where it wants it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export async function messageText(
  pool: Pool,
  clientId: string,
  user: User,
  code: string,
  { occasion, medium }: { readonly occasion: MessageOccasion; readonly medium: 'EMAIL' | 'SMS' },
): Promise<MessageText> {
  const { username } = user;
  const answered = await runTrigger(pool, 'customMessage', {
    source: `CustomMessage_${occasion}`,
    username,
    clientId,
    request: {
      userAttributes: triggerAttributes(user),
      codeParameter: placeholder,
      usernameParameter: null,
      linkParameter: null,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const { messages } = pool.store.settings;
  const smsMessage = answered?.smsMessage ?? messages.sms;
  const emailMessage = answered?.emailMessage ?? messages.email;
  const emailSubject = answered?.emailSubject ?? messages.subject;
  const text = medium === 'SMS' ? smsMessage : emailMessage;
  const filled = (words: unknown): string | undefined =>
    typeof words === 'string' ? words.replaceAll(placeholder, code) : undefined;
  const [said, subject] = [filled(text), medium === 'EMAIL' ? filled(emailSubject) : undefined];
  return {
    ...(said === undefined ? {} : { text: said }),
    ...(subject === undefined ? {} : { subject }),
  };
}
