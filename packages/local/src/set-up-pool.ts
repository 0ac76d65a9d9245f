import { staticGroups, type ExpandedSchema } from '@postern/schema';
import type { Cognito } from './cognito/cognito.ts';
import type { AppClient } from './cognito/entities.ts';
import { makeVerifier } from './cognito/srp.ts';
import { publicScopes } from './outputs.ts';
import { makePassword, type Secrets } from './secrets.ts';

/** A user to have from the start. */
export interface LocalUser {
  readonly username: string;
  /** @defaultValue none */
  readonly groups?: readonly string[];
  /** @defaultValue generated at first start */
  readonly password?: string;
  /** Must choose a new password at the first sign-in. @defaultValue `false` */
  readonly temporary?: boolean;
  readonly email?: string;
}

/** A user who is there, with the password of the first start. */
export interface PoolUser {
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/** Makes the groups that the schema's rules name, and the users with their passwords. */
export function setUpPool(
  { pool }: Cognito,
  expanded: ExpandedSchema,
  users: readonly LocalUser[],
  secrets: Secrets,
  now: () => number,
): PoolUser[] {
  const { store } = pool;
  for (const name of staticGroups(expanded)) store.addGroup({ name, description: null });
  return users.map((user) => {
    const { username, groups = [], temporary = false, email } = user;
    const password = user.password ?? secrets.passwords[username] ?? makePassword();
    secrets.passwords[username] = password;
    if (!store.user(username)) {
      store.addUser({
        username,
        enabled: true,
        status: temporary ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
        attributes: email === undefined ? {} : { email, email_verified: 'true' },
        password: makeVerifier(store.poolName, username, password),
        createdAt: now(),
        modifiedAt: now(),
      });
    }
    for (const name of groups) {
      store.addGroup({ name, description: null });
      store.addToGroup(username, name);
    }
    return { username, password, groups };
  });
}

const flows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

/** The two app clients that every local user pool has. */
export function appClients({ pool: { store } }: Cognito): { public: AppClient; confidential: AppClient } {
  const find = (name: string, confidential: boolean): AppClient =>
    store.clients().find((client) => client.name === name) ?? store.addClient({ name, confidential, flows });
  return { public: find('public', false), confidential: find('confidential', true) };
}

/** Lets the public app client use the sign-in page, and send people back to some addresses. */
export function allowCallbacks(cognito: Cognito, callbackUrls: readonly string[]): void {
  const oauth = { grants: ['code'], scopes: publicScopes, callbackUrls, logoutUrls: callbackUrls } as const;
  cognito.pool.store.updateClient({ ...appClients(cognito).public, oauth });
}
