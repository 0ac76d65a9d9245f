import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
} from 'amazon-cognito-identity-js';
import type { AppClient } from '../entities.ts';
import type { TestPool } from './test-pool.ts';

/** What the library keeps between sign-ins. */
export function memoryStorage(entries = new Map<string, string>()): Storage {
  return {
    setItem: (key: string, value: string) => void entries.set(key, value),
    getItem: (key: string) => entries.get(key) ?? null,
    removeItem: (key: string) => void entries.delete(key),
    clear: () => entries.clear(),
  } as unknown as Storage;
}

/** A user of amazon-cognito-identity-js. */
export function identityUser(
  pool: TestPool,
  Username: string,
  { Storage = memoryStorage(), client = pool.open }: { Storage?: Storage; client?: AppClient } = {},
): CognitoUser {
  const Pool = new CognitoUserPool({
    ...{ UserPoolId: pool.poolId, ClientId: client.id, endpoint: pool.url, Storage },
  });
  return new CognitoUser({ Username, Pool, Storage });
}

/** How challenges are answered: by calling the user again with the same callbacks. */
export type Answers = (
  user: CognitoUser,
  callbacks: IAuthenticationCallback,
) => Partial<Omit<IAuthenticationCallback, 'onSuccess' | 'onFailure'>>;

/** Signs in by SRP, the library's default, or whatever flow the user was set to. */
export function authenticate(
  user: CognitoUser,
  Password: string,
  answers: Answers = () => ({}),
): Promise<CognitoUserSession> {
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password });
  return new Promise((onSuccess, onFailure) => {
    const callbacks: IAuthenticationCallback = { onSuccess, onFailure };
    Object.assign(callbacks, answers(user, callbacks));
    user.authenticateUser(details, callbacks);
  });
}
