import { startLocal, type Local } from '@postern/local';
import type { UserPoolOptions } from '../index.ts';

const schema =
  'type Note @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin"] }]) { id: ID! text: String }';

/** A local backend whose time can be moved. */
export interface TestBackend {
  readonly local: Local;
  nowMs: number;
  passwordOf(username: string): string;
  /** What a user pool source is made from; `extra` goes over it. */
  options(username: string, extra?: Partial<UserPoolOptions>): UserPoolOptions;
  /** An action that needs no signature. */
  call(action: string, input: object): Promise<Response>;
  close(): Promise<void>;
}

/** Starts a backend with ann (of Admin), bob, and new, who has a temporary password. */
export async function startTestBackend(): Promise<TestBackend> {
  const at = { nowMs: Date.now() };
  const local = await startLocal({
    schema,
    now: () => at.nowMs,
    users: [
      { username: 'ann', groups: ['Admin'] },
      { username: 'bob' },
      { username: 'new', temporary: true },
    ],
  });
  const passwordOf = (username: string): string =>
    local.users.find((user) => user.username === username)?.password ?? '';
  return Object.assign(at, {
    local,
    passwordOf,
    options: (username: string, extra: Partial<UserPoolOptions> = {}): UserPoolOptions => ({
      region: local.region,
      endpoint: local.cognitoEndpoint,
      userPoolId: local.userPoolId,
      clientId: local.clients.public.clientId,
      username,
      password: passwordOf(username),
      now: () => at.nowMs,
      ...extra,
    }),
    call: (action: string, input: object) =>
      fetch(local.url, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` },
        body: JSON.stringify(input),
      }),
    close: () => local.close(),
  });
}
