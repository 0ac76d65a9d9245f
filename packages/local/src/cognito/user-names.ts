import { randomUUID } from 'node:crypto';
import type { User } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import type { Pool } from './pool.ts';
import type { Verifiable } from './pool-settings.ts';

type Attributes = Readonly<Record<string, string>>;

/** What somebody new is called. */
export interface NewName {
  readonly username: string;
  /** Given where the user name is the `sub`. */
  readonly sub?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const isEmail = (name: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name);
const isPhone = (name: string): boolean => /^\+\d{1,15}$/.test(name);

/**
 * What somebody new is called. Where people sign in with an address, that becomes an attribute, and the user name one that the
 * pool makes up, which is the `sub`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
 * @throws CognitoException `InvalidParameterException`.
 */
export function newName({ store }: Pool, given: string, attributes: Attributes): NewName {
  const { usernameAttributes, aliasAttributes } = store.settings;
  if (usernameAttributes.length === 0) {
    checkNoAlias(given, aliasAttributes);
    return { username: given, attributes };
  }
  const attribute = usernameAttributes.find((name) => (name === 'email' ? isEmail(given) : isPhone(given)));
  if (attribute === undefined) throw invalidParameter(wanted(usernameAttributes));
  const other = attributes[attribute];
  if (other !== undefined && other.toLowerCase() !== given.toLowerCase()) {
    throw invalidParameter(`The attribute ${attribute} has to be the user name that was given.`);
  }
  const sub = randomUUID();
  return { username: sub, sub, attributes: { ...attributes, [attribute]: other ?? given } };
}

function checkNoAlias(given: string, aliases: readonly string[]): void {
  if (aliases.includes('email') && isEmail(given)) {
    throw invalidParameter(
      'Username cannot be of email format, since user pool is configured for email alias.',
    );
  }
  if (aliases.includes('phone_number') && isPhone(given)) {
    throw invalidParameter(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
  }
}

function wanted(names: readonly Verifiable[]): string {
  if (names.length > 1) return 'Username should be either an email or a phone number.';
  return names[0] === 'email' ? 'Username should be an email.' : 'Username should be a phone number.';
}

/**
 * Checks that no two users could sign in with the same address or preferred name.
 *
 * @param attributes - All of the attributes that somebody is to have.
 * @param user - Who that is. Absent for somebody new.
 * @param isForced - Whether the one who has the name so far gives it up, where it is an alias.
 * @throws CognitoException `UsernameExistsException` or `AliasExistsException`.
 */
export function checkUnique(pool: Pool, attributes: Attributes, user?: User, isForced = false): void {
  const { usernameAttributes } = pool.store.settings;
  for (const name of signInNames(pool, attributes)) {
    const holder = pool.store.userWith(name, attributes[name] ?? '');
    if (!holder || holder.sub === user?.sub) continue;
    const said = `An account with the given ${name} already exists.`;
    if (usernameAttributes.length > 0 && !user) throw new CognitoException('UsernameExistsException', said);
    if (!isForced) throw new CognitoException('AliasExistsException', said);
    giveUp(pool, holder, name);
  }
}

/** The attributes with which somebody can sign in. */
function signInNames({ store }: Pool, attributes: Attributes): string[] {
  const { usernameAttributes, aliasAttributes } = store.settings;
  const aliases = aliasAttributes.filter(
    (name) => name === 'preferred_username' || attributes[`${name}_verified`] === 'true',
  );
  return [...usernameAttributes, ...aliases].filter((name) => (attributes[name] ?? '') !== '');
}

function giveUp({ store, now }: Pool, holder: User, name: string): void {
  const attributes = { ...holder.attributes, [`${name}_verified`]: 'false' };
  store.updateUser(holder.username, { attributes }, now());
}
