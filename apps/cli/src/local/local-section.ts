import type { LocalOptions, LocalRole, LocalUser, RoleMapping, Trusted } from '@postern/local';
import { didYouMean } from '../command/did-you-mean.ts';
import { UsageError } from '../errors.ts';

/** How `"local"` in `postern.config.json` sets the backend up: options of `startLocal` by their own names. */
export type LocalSection = Pick<
  LocalOptions,
  | 'users'
  | 'region'
  | 'callbackUrls'
  | 'guests'
  | 'introspection'
  | 'appIdClientRegex'
  | 'queryDepthLimit'
  | 'resolverCountLimit'
  | 'signIn'
  | 'oidc'
  | 'iamRoles'
  | 'roleMapping'
>;

interface Kind {
  readonly what: string;
  holds(value: unknown): boolean;
  /** The entry that is wrong, where the value is an object of such. */
  wrongEntry?(value: unknown): string | undefined;
}

const text: Kind = { what: 'a string', holds: (value) => typeof value === 'string' };
const flag: Kind = { what: 'true or false', holds: (value) => typeof value === 'boolean' };
const count: Kind = { what: 'a whole number', holds: (value) => Number.isInteger(value) };
const object: Kind = { what: 'an object', holds: isObject };

const keys: Readonly<Record<keyof LocalSection, Kind>> = {
  users: listOf('{ "username", "groups"?, "temporary"? }', isUser),
  region: text,
  callbackUrls: listOf('URLs', (value) => typeof value === 'string' && URL.canParse(value)),
  guests: flag,
  introspection: flag,
  appIdClientRegex: text,
  queryDepthLimit: count,
  resolverCountLimit: count,
  signIn: object,
  oidc: { what: 'an object or a list of objects', holds: (value) => [value].flat().every(isObject) },
  iamRoles: objectOf('{ "fields"?, "administersUsers"?, "trusts"?: callers, users, guests }', isRole),
  roleMapping: { what: '{ "ambiguous": "authenticated" } or { "ambiguous": "deny" }', holds: isRoleMapping },
};

/**
 * Reads `"local"` of a `postern.config.json`.
 *
 * @param file - The file's name, for messages.
 * @throws UsageError for a key that there is not, or that holds something else than it should.
 */
export function localSection(file: string, section: unknown = {}): LocalSection {
  if (!isObject(section)) throw new UsageError(`${file}: "local" has to be an object.`);
  for (const [key, value] of Object.entries(section)) {
    if (!Object.hasOwn(keys, key)) {
      throw new UsageError(`${file}: there is no "local.${key}".${didYouMean(key, Object.keys(keys))}`);
    }
    const kind = keys[key as keyof LocalSection];
    if (kind.holds(value)) continue;
    const entry = kind.wrongEntry?.(value);
    const but = entry === undefined ? '' : `; "${entry}" is not`;
    throw new UsageError(`${file}: "local.${key}" has to be ${kind.what}${but}.`);
  }
  return section as LocalSection;
}

function listOf(what: string, holds: (value: unknown) => boolean): Kind {
  return { what: `a list of ${what}`, holds: (value) => Array.isArray(value) && value.every(holds) };
}

function objectOf(what: string, holds: (value: unknown) => boolean): Kind {
  const wrongEntry = (value: unknown): string | undefined =>
    isObject(value) ? Object.entries(value).find(([, entry]) => !holds(entry))?.[0] : undefined;
  return {
    what: `an object whose values are ${what}`,
    holds: (value) => isObject(value) && wrongEntry(value) === undefined,
    wrongEntry,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUser(user: unknown): user is LocalUser {
  const { username, groups = [] } = (user ?? {}) as { username?: unknown; groups?: unknown };
  return typeof username === 'string' && Array.isArray(groups);
}

const trusted: readonly unknown[] = ['callers', 'users', 'guests'] satisfies Trusted[];

function isRole(role: unknown): role is LocalRole {
  if (!isObject(role)) return false;
  const { fields = [], administersUsers = false, trusts = [], ...others } = role;
  return (
    Array.isArray(fields) &&
    fields.every((field) => typeof field === 'string') &&
    typeof administersUsers === 'boolean' &&
    Array.isArray(trusts) &&
    trusts.every((who) => trusted.includes(who)) &&
    Object.keys(others).length === 0
  );
}

function isRoleMapping(mapping: unknown): mapping is RoleMapping {
  if (!isObject(mapping)) return false;
  const { ambiguous, ...others } = mapping;
  return (ambiguous === 'authenticated' || ambiguous === 'deny') && Object.keys(others).length === 0;
}
