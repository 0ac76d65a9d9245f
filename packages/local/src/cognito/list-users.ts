import { checkPool } from './app-client.ts';
import { describeUser } from './describe.ts';
import type { User } from './entities.ts';
import { CognitoException, invalidParameter } from './exception.ts';
import { optionalString, refuseOthers, type Input } from './input.ts';
import { page } from './page.ts';
import type { Pool } from './pool.ts';

/** `ListUsers`, with the filter on one attribute that Cognito has. */
export function listUsers(pool: Pool, input: Input): object {
  checkPool(pool, input);
  refuseOthers(input, ['UserPoolId', 'AttributesToGet', 'Filter', 'Limit', 'PaginationToken']);
  const wanted = readNames(input.AttributesToGet);
  const matches = readFilter(optionalString(input, 'Filter') ?? '');
  const found = pool.store.users().filter(matches);
  const [users, next] = page(found, input, { limit: 'Limit', token: 'PaginationToken' });
  return { Users: users.map((user) => describeUser(user, 'Attributes', wanted)), ...next };
}

function readNames(names: unknown): readonly string[] | undefined {
  if (names == null) return undefined;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new CognitoException('SerializationException', 'AttributesToGet is not a list of strings.');
}

const filterShape = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

// The attributes that Cognito filters by; custom ones are not among them.
const readers: Readonly<Record<string, (user: User) => string | undefined>> = {
  username: (user) => user.username,
  sub: (user) => user.sub,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
  'cognito:user_status': (user) => user.status,
  ...Object.fromEntries(
    ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'].map((name) => [
      name,
      (user: User) => user.attributes[name],
    ]),
  ),
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api */
function readFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true;
  const [, name = '', operator, quoted = ''] = filterShape.exec(filter) ?? [];
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!read) throw invalidParameter('Error while parsing filter.');
  const wanted = quoted.replace(/\\(.)/g, '$1').toLowerCase();
  return (user) => {
    const value = read(user)?.toLowerCase();
    return operator === '=' ? value === wanted : value?.startsWith(wanted) === true;
  };
}
