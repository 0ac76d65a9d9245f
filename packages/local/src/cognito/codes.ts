import { randomInt } from 'node:crypto';
import type { CodePurpose, User } from './entities.ts';
import { CognitoException } from './exception.ts';
import { messageText, type MessageOccasion } from './message-text.ts';
import type { Pool } from './pool.ts';

/** Where a code went, as Cognito tells it. */
export interface CodeDelivery {
  readonly Destination: string;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly AttributeName: 'email' | 'phone_number';
}

const hourMs = 3_600_000;
const lifetimeMs: Readonly<Record<CodePurpose, number>> = {
  'sign-up': 24 * hourMs,
  'forgot-password': hourMs,
  email: 24 * hourMs,
  phone_number: 24 * hourMs,
};
const triesAtMost = 5;

/**
 * Makes a code for a user and hands it to whoever delivers.
 *
 * @param why - What the code is for, and by which app client, as the custom message trigger hears it.
 * @returns Where it went; undefined where the user has neither email address nor phone number.
 */
export async function sendCode(
  pool: Pool,
  user: User,
  purpose: CodePurpose,
  why: { readonly occasion: MessageOccasion; readonly clientId: string },
): Promise<CodeDelivery | undefined> {
  const attribute = attributeFor(pool, user, purpose);
  const destination = attribute && user.attributes[attribute];
  if (attribute === undefined || destination === undefined) return undefined;
  const value = String(randomInt(1_000_000)).padStart(6, '0');
  const code = { value, expiresAt: pool.now() + lifetimeMs[purpose], tries: 0 };
  const { username } = user;
  pool.store.updateUser(username, { codes: { ...user.codes, [purpose]: code } }, user.modifiedAt);
  const details = delivery(attribute, destination);
  const { occasion, clientId } = why;
  const about = { occasion, medium: details.DeliveryMedium };
  const text = await messageText(pool, clientId, user, value, about);
  pool.deliver({ purpose, username, destination, code: value, ...text });
  return details;
}

/** How Cognito shows where a code went. */
export function delivery(attribute: 'email' | 'phone_number', destination: string): CodeDelivery {
  return attribute === 'email'
    ? { Destination: hiddenEmail(destination), DeliveryMedium: 'EMAIL', AttributeName: attribute }
    : { Destination: `+*******${destination.slice(-4)}`, DeliveryMedium: 'SMS', AttributeName: attribute };
}

function hiddenEmail(address: string): string {
  const [name = '', domain = ''] = address.split('@');
  return `${name.charAt(0)}***@${domain.charAt(0)}***`;
}

// What is new goes to an address that the pool verifies by itself; a password is replaced by one that is verified.
function attributeFor(
  { store }: Pool,
  { attributes }: User,
  purpose: CodePurpose,
): 'email' | 'phone_number' | undefined {
  if (purpose === 'email' || purpose === 'phone_number') return purpose;
  const { autoVerified, recovery } = store.settings;
  if (purpose === 'sign-up') return autoVerified.find((name) => attributes[name] !== undefined);
  return recovery
    .filter((way) => way !== 'admin')
    .find((name) => attributes[name] !== undefined && attributes[`${name}_verified`] === 'true');
}

/**
 * Takes a code: it is good once, for its purpose and time, and for a few tries.
 *
 * @returns The attribute that the code proves.
 * @throws CognitoException `CodeMismatchException`, `ExpiredCodeException` or `LimitExceededException`.
 */
export function takeCode(
  pool: Pool,
  user: User,
  purpose: CodePurpose,
  given: string,
): 'email' | 'phone_number' | undefined {
  const code = user.codes?.[purpose];
  if (!code || code.expiresAt <= pool.now()) throw expiredCode();
  if (code.tries >= triesAtMost) {
    throw new CognitoException(
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
    );
  }
  const codes = { ...user.codes };
  if (code.value !== given) {
    codes[purpose] = { ...code, tries: code.tries + 1 };
    pool.store.updateUser(user.username, { codes }, user.modifiedAt);
    throw codeMismatch();
  }
  Reflect.deleteProperty(codes, purpose);
  pool.store.updateUser(user.username, { codes }, pool.now());
  return attributeFor(pool, user, purpose);
}

/** What Cognito says of a wrong code. */
export function codeMismatch(): CognitoException {
  return new CognitoException(
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  );
}

/** What Cognito says of a code that is old, or was never sent. */
export function expiredCode(): CognitoException {
  return new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}
