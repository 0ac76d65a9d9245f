import type { AppClient, User } from './entities.ts';
import { CognitoException } from './exception.ts';
import type { Pool } from './pool.ts';
import { makeNoVerifier, makeVerifier } from './srp.ts';
import { runTrigger } from './triggers.ts';
import { checkAttribute } from './user-attributes.ts';
import { checkUnique, newName } from './user-names.ts';

/**
 * Asks the user migration trigger for somebody whom the pool does not know.
 *
 * @param password - As it was given at sign-in; undefined for a forgotten one.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 * @returns The user whom it made; undefined where there is no such trigger, or it knows nobody.
 */
export async function migrateUser(
  pool: Pool,
  client: AppClient,
  given: string,
  password: string | undefined,
): Promise<User | undefined> {
  if (!pool.triggers.userMigration || pool.store.user(given)) return undefined;
  const answered = await runTrigger(pool, 'userMigration', {
    source: `UserMigration_${password === undefined ? 'ForgotPassword' : 'Authentication'}`,
    username: given,
    clientId: client.id,
    request: { password: password ?? null, validationData: null, userAttributes: null },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  }).catch((error: unknown) => {
    // A function that throws knows nobody: what follows is as for any unknown user.
    if (error instanceof CognitoException && error.type === 'UserLambdaValidationException') return undefined;
    throw error;
  });
  const described = answered?.userAttributes as Readonly<Record<string, unknown>> | null | undefined;
  if (!described) return undefined;
  return add(pool, given, password, readAttributes(described), answered?.finalUserStatus);
}

function readAttributes(described: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(described)
    .filter(([name, value]) => value != null && name !== 'username' && name !== 'sub')
    .map(([name, value]): [string, string] => [name, String(value)]);
  for (const [name, value] of entries) checkAttribute(name, value);
  return Object.fromEntries(entries);
}

function add(
  pool: Pool,
  given: string,
  password: string | undefined,
  described: Record<string, string>,
  status: unknown,
): User {
  const { username, sub, attributes } = newName(pool, given, described);
  checkUnique(pool, attributes);
  const now = pool.now();
  const isConfirmed = status === 'CONFIRMED' && password !== undefined;
  return pool.store.addUser({
    username,
    sub,
    enabled: true,
    status: isConfirmed ? 'CONFIRMED' : 'RESET_REQUIRED',
    attributes,
    password:
      password === undefined
        ? makeNoVerifier(pool.store.poolName, username)
        : makeVerifier(pool.store.poolName, username, password),
    createdAt: now,
    modifiedAt: now,
  });
}
