import { createHmac, randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { listen } from '../../server.ts';
import type { AwsCredentials, IamPrincipal } from '../../sigv4/principal.ts';
import type { CodeMessage } from '../code-message.ts';
import { Principals } from '../../sigv4/principals.ts';
import { createCognito, type Cognito } from '../cognito.ts';
import type { AppClient } from '../entities.ts';

/** A user pool on a real socket. */
export interface TestPool {
  readonly url: string;
  readonly cognito: Cognito;
  readonly poolId: string;
  readonly region: string;
  /** Allows every flow. */
  readonly open: AppClient;
  /** Allows every flow, and has a secret. */
  readonly secret: AppClient & { secret: string };
  /** May administer users. */
  readonly admin: AwsCredentials;
  /** May not. */
  readonly other: AwsCredentials;
  /** What the pool would have sent, the newest last. */
  readonly messages: readonly CodeMessage[];
  /** Moves the pool's clock. */
  advance(ms: number): void;
  /** How far the pool's clock is ahead of ours. */
  aheadMs(): number;
  close(): Promise<void>;
}

const flows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

/** Starts a user pool; `database` keeps it for another start. */
export async function startTestPool(
  database = new DatabaseSync(':memory:'),
  region = 'eu-central-1',
): Promise<TestPool> {
  let ahead = 0;
  const principals = [principal('admin', true), principal('other', false)] as const;
  const now = (): number => Date.now() + ahead;
  const messages: CodeMessage[] = [];
  const deliver = (message: CodeMessage): void => void messages.push(message);
  const known = new Principals(principals);
  const cognito = createCognito({ region, database, principals: known, now, deliver });
  const { store } = cognito.pool;
  const client = (name: string, confidential: boolean): AppClient =>
    store.clients().find((known) => known.name === name) ?? store.addClient({ name, confidential, flows });
  const refuse = () => Promise.resolve({ status: 404, headers: {}, body: '' });
  const { port, close } = await listen({ cognito, appsync: { handle: refuse }, now }, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    cognito,
    poolId: store.poolId,
    region,
    open: client('open', false),
    secret: client('secret', true) as AppClient & { secret: string },
    admin: principals[0].credentials,
    other: principals[1].credentials,
    messages,
    advance: (ms) => {
      ahead += ms;
    },
    aheadMs: () => ahead,
    close: async () => {
      await close();
      await cognito.pools.idle();
    },
  };
}

function principal(role: string, mayAdministerUsers: boolean): IamPrincipal {
  return {
    arn: `arn:aws:sts::000000000000:assumed-role/${role}/test`,
    credentials: {
      accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
    },
    graphqlFields: [],
    mayAdministerUsers,
  };
}

/** A password that meets the default policy. */
export function newPassword(): string {
  return `aA1!${randomBytes(12).toString('base64url')}`;
}

/** `SECRET_HASH`, computed apart from the code under test. */
export function secretHash(username: string, { id, secret }: { id: string; secret: string }): string {
  return createHmac('sha256', secret)
    .update(username + id)
    .digest('base64');
}
