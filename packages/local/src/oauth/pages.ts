import type { Reply } from '../cognito/reply.ts';
import { formPage, type Field } from './login-page.ts';
import type { OAuthService } from './oauth-service.ts';

/** What a page says besides what it asks. */
export interface Said {
  readonly complaint?: string | undefined;
  readonly notice?: string | undefined;
}

const newPassword: Field = {
  name: 'new_password',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
};
const code: Field = { name: 'code', label: 'Code', isCode: true };

/** The attributes that a pool knows people by, as they read them. */
export function labelOf(name: string): string {
  if (name === 'email') return 'Email address';
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function attributeField(name: string): Field {
  const type = name === 'email' ? 'email' : name === 'phone_number' ? 'tel' : 'text';
  return { name: `attribute:${name}`, label: labelOf(name), type };
}

function userNameLabel({ pool }: OAuthService): string {
  const { usernameAttributes } = pool.store.settings;
  return usernameAttributes.length === 0 ? 'Username' : usernameAttributes.map(labelOf).join(' or ');
}

/** Signing in. */
export function loginPage(service: OAuthService, query: URLSearchParams, said: Said = {}): Reply {
  return formPage({
    title: 'Sign in',
    action: `/login?${query}`,
    ...said,
    fields: [
      { name: 'username', label: userNameLabel(service), autocomplete: 'username' },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    button: 'Sign in',
    links: [
      ['Forgot your password?', `/forgotPassword?${query}`],
      ...(service.pool.store.settings.selfSignUp ? [['Create an account', `/signup?${query}`] as const] : []),
    ],
  });
}

/** Signing up: with the attributes that everybody needs, and an address for the code. */
export function signUpPage(service: OAuthService, query: URLSearchParams, said: Said = {}): Reply {
  return formPage({
    title: 'Create an account',
    action: `/signup?${query}`,
    ...said,
    fields: [
      { name: 'username', label: userNameLabel(service), autocomplete: 'username' },
      ...signUpAttributes(service).map(attributeField),
      { ...newPassword, label: 'Password' },
    ],
    button: 'Create account',
    links: [['Sign in instead', `/login?${query}`]],
  });
}

/** What is asked of somebody new besides name and password. */
export function signUpAttributes({ pool }: OAuthService): string[] {
  const { schema = [], autoVerified, usernameAttributes } = pool.store.settings;
  const required = schema.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const wanted = new Set([...autoVerified.slice(0, 1), ...required]);
  return [...wanted].filter((name) => !usernameAttributes.some((known) => known === name));
}

/** The code that confirms an account. */
export function confirmPage(query: URLSearchParams, username: string, said: Said = {}): Reply {
  return formPage({
    title: 'Confirm your account',
    action: `/confirmUser?${query}`,
    text: 'Enter the code that was sent to you.',
    ...said,
    hidden: { username },
    fields: [code],
    button: 'Confirm',
    links: [
      ['Send another code', `/resendcode?${query}&username=${encodeURIComponent(username)}`],
      ['Sign in', `/login?${query}`],
    ],
  });
}

/** Whose password is forgotten. */
export function forgotPage(service: OAuthService, query: URLSearchParams, said: Said = {}): Reply {
  return formPage({
    title: 'Forgot your password?',
    action: `/forgotPassword?${query}`,
    text: 'A code to set a new one will be sent to you.',
    ...said,
    fields: [{ name: 'username', label: userNameLabel(service), autocomplete: 'username' }],
    button: 'Send a code',
    links: [['Back to sign in', `/login?${query}`]],
  });
}

/** The code and the new password. */
export function resetPage(query: URLSearchParams, username: string, said: Said = {}): Reply {
  return formPage({
    title: 'Set a new password',
    action: `/confirmForgotPassword?${query}`,
    ...said,
    hidden: { username },
    fields: [code, newPassword],
    button: 'Change password',
    links: [['Back to sign in', `/login?${query}`]],
  });
}

/** What a challenge asks for, as Cognito put it. */
export interface Asked {
  readonly ChallengeName: string;
  readonly Session: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
}

const factorLabels: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'Authenticator app',
  SMS_MFA: 'Text message',
  EMAIL_OTP: 'Email',
};

/**
 * A challenge on the way in.
 *
 * @param secret - The key of an authenticator app that is being set up.
 * @returns undefined for one that these pages do not have.
 */
export function challengePage(
  query: URLSearchParams,
  username: string,
  { ChallengeName: challenge, Session: session, ChallengeParameters: parameters }: Asked,
  said: Said = {},
  secret?: string,
): Reply | undefined {
  const shown = shapeOf(challenge, parameters, secret);
  if (!shown) return undefined;
  const kept = { challenge, session, username, parameters: JSON.stringify(parameters) };
  return formPage({
    action: `/login?${query}`,
    button: 'Continue',
    ...said,
    ...shown,
    hidden: { ...kept, ...(secret === undefined ? {} : { secret }) },
    links: [['Start again', `/login?${query}`]],
  });
}

function shapeOf(
  challenge: string,
  parameters: Readonly<Record<string, string>>,
  secret: string | undefined,
) {
  const list = (key: string): string[] => JSON.parse(parameters[key] ?? '[]') as string[];
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED': {
      const names = list('requiredAttributes').map((name) => name.replace(/^userAttributes\./, ''));
      const text = 'This is your first sign-in: choose a password of your own.';
      return { title: 'Choose a new password', text, fields: [newPassword, ...names.map(attributeField)] };
    }
    case 'SOFTWARE_TOKEN_MFA':
      return { title: 'Enter your code', text: 'From your authenticator app.', fields: [code] };
    case 'SMS_MFA':
    case 'EMAIL_OTP': {
      const to = parameters.CODE_DELIVERY_DESTINATION ?? 'you';
      return { title: 'Enter your code', text: `It was sent to ${to}.`, fields: [code] };
    }
    case 'SELECT_MFA_TYPE': {
      const choice = (value: string): Field => {
        return { name: 'answer', type: 'radio', value, label: factorLabels[value] ?? value };
      };
      return { title: 'How do you want to prove it is you?', fields: list('MFAS_CAN_CHOOSE').map(choice) };
    }
    case 'MFA_SETUP': {
      if (secret === undefined) return { title: 'Add an email address', fields: [attributeField('email')] };
      const text = 'Add this key to an authenticator app, then enter the code that it shows.';
      return { title: 'Set up an authenticator app', text, copy: secret, fields: [code] };
    }
    default:
      return undefined;
  }
}
