import { sendCode, takeCode, type CodeDelivery } from './codes.ts';
import { checkConform } from './conform.ts';
import { invalidParameter, notAuthorized } from './exception.ts';
import { checkPresent, oneOf, requiredString, type Input } from './input.ts';
import type { Pool } from './pool.ts';
import { signedInUser } from './self-service.ts';
import { readAttributes } from './user-attributes.ts';
import { checkUnique } from './user-names.ts';
import type { TokenVerifier } from './verify-token.ts';

const verifiable = ['email', 'phone_number'] as const;

/** `UpdateUserAttributes`: a new address has to be verified, and gets a code. */
export async function updateUserAttributes(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  checkPresent(input, 'UserAttributes');
  const given = readAttributes(input, 'UserAttributes');
  if (Object.keys(given).some((name) => name.endsWith('_verified'))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  checkConform(pool, given, user);
  const renewed = verifiable.filter(
    (name) => (given[name] ?? user.attributes[name]) !== user.attributes[name],
  );
  const unverified = Object.fromEntries(renewed.map((name) => [`${name}_verified`, 'false']));
  const attributes = { ...user.attributes, ...given, ...unverified };
  checkUnique(pool, attributes, user);
  pool.store.updateUser(user.username, { attributes }, pool.now());
  const { autoVerified } = pool.store.settings;
  const why = { occasion: 'UpdateUserAttribute', clientId: clientOf(input) } as const;
  const sent: CodeDelivery[] = [];
  for (const name of renewed.filter((known) => autoVerified.includes(known))) {
    const current = pool.store.user(user.username);
    const delivery = current && (await sendCode(pool, current, name, why));
    if (delivery) sent.push(delivery);
  }
  return { CodeDeliveryDetailsList: sent };
}

/** `GetUserAttributeVerificationCode`. */
export async function getUserAttributeVerificationCode(
  pool: Pool,
  verify: TokenVerifier,
  input: Input,
): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  const why = { occasion: 'VerifyUserAttribute', clientId: clientOf(input) } as const;
  const sent = await sendCode(pool, user, attributeName(input), why);
  if (!sent) throw invalidParameter('User does not have the attribute.');
  return { CodeDeliveryDetails: sent };
}

/** `VerifyUserAttribute`. */
export async function verifyUserAttribute(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const user = await signedInUser(pool, verify, input);
  const name = attributeName(input);
  takeCode(pool, user, name, requiredString(input, 'Code', /^\S+$/));
  const attributes = { ...user.attributes, [`${name}_verified`]: 'true' };
  checkUnique(pool, attributes, user, true);
  pool.store.updateUser(user.username, { attributes }, pool.now());
  return {};
}

/** `DeleteUser`: the user deletes itself. */
export async function deleteUser(pool: Pool, verify: TokenVerifier, input: Input): Promise<object> {
  const { username } = await signedInUser(pool, verify, input);
  pool.signIns.revokeAll(username);
  pool.store.deleteUser(username);
  return {};
}

function attributeName(input: Input): 'email' | 'phone_number' {
  const name = oneOf(input, 'AttributeName', verifiable);
  if (name === undefined) throw invalidParameter('Only email and phone_number can be verified.');
  return name;
}

// The token has been verified: it says which app client it was made for.
function clientOf({ AccessToken: token }: Input): string {
  const payload = Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString();
  return String((JSON.parse(payload) as { client_id?: unknown }).client_id);
}
