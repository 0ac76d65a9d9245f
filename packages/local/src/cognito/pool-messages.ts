import { invalidParameter, unsupported } from './exception.ts';
import { oneOf, optionalString, refuseOthers, type Input } from './input.ts';

/** What a pool's messages say, with `{####}` for the code. */
export interface PoolMessages {
  readonly email?: string;
  readonly subject?: string;
  readonly sms?: string;
}

/** The settings that say so: each of them twice, as AWS has it. */
export const messageKeys = [
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'SmsVerificationMessage',
  'VerificationMessageTemplate',
];

/**
 * Reads what a pool's messages say.
 *
 * @throws CognitoException `InvalidParameterException` for a message without a place for the code.
 */
export function readMessages(input: Input, template: Input): PoolMessages {
  refuseOthers(template, ['EmailMessage', 'EmailSubject', 'SmsMessage', 'DefaultEmailOption']);
  const option = oneOf(template, 'DefaultEmailOption', ['CONFIRM_WITH_CODE', 'CONFIRM_WITH_LINK']);
  if (option === 'CONFIRM_WITH_LINK') throw unsupported('DefaultEmailOption CONFIRM_WITH_LINK');
  const email = optionalString(template, 'EmailMessage') ?? optionalString(input, 'EmailVerificationMessage');
  const subject =
    optionalString(template, 'EmailSubject') ?? optionalString(input, 'EmailVerificationSubject');
  const sms = optionalString(template, 'SmsMessage') ?? optionalString(input, 'SmsVerificationMessage');
  if ([email, sms].some((text) => text?.includes('{####}') === false)) {
    throw invalidParameter('A verification message needs a place for the code: {####}.');
  }
  return {
    ...(email === undefined ? {} : { email }),
    ...(subject === undefined ? {} : { subject }),
    ...(sms === undefined ? {} : { sms }),
  };
}

/** The same as `DescribeUserPool` shows it. */
export function describeMessages({ email, subject, sms }: PoolMessages): object {
  return {
    EmailVerificationMessage: email,
    EmailVerificationSubject: subject,
    SmsVerificationMessage: sms,
    VerificationMessageTemplate: {
      EmailMessage: email,
      EmailSubject: subject,
      SmsMessage: sms,
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
    },
  };
}
