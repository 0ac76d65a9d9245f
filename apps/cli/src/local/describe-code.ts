import type { CodeMessage } from '@postern/local';

const purposes = {
  'sign-up': 'sign-up',
  'forgot-password': 'forgotten password',
  email: 'new email address',
  phone_number: 'new phone number',
  'sign-in': 'sign-in',
  mfa: 'second factor',
} as const;

/** The line for a code that Cognito would have sent by email or text message. */
export function describeCode({ purpose, username, destination, code }: CodeMessage): string {
  return `Code for ${username} (${purposes[purpose]}, to ${destination}): ${code}`;
}
