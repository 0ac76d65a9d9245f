import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { action, createSender } from './http.ts';
import { startProbed, type Probed } from './probed.ts';

/** The peer with a user in it. */
export interface Peer extends Omit<Probed, 'line'> {
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Starts cognito-local, which is too large to be a dependency.
 *
 * @param folder - Where `npm install cognito-local@5.3.0` was run.
 */
export async function startCognitoLocal(folder: string): Promise<Peer> {
  const cwd = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const port = randomInt(20_000, 40_000);
  const program = [join(folder, 'node_modules/cognito-local/lib/bin/start.js')];
  const { usage, stop } = await startProbed(program, { cwd, env: { PORT: String(port), HOST: '127.0.0.1' } });
  const url = `http://127.0.0.1:${port}`;
  const sender = createSender(url, 1);
  const ask = async (name: string, input: object): Promise<Answer> =>
    JSON.parse((await sender.send(action(name, input))) || '{}') as Answer;
  const { UserPool } = await ask('CreateUserPool', { PoolName: 'bench' });
  const pool = { UserPoolId: UserPool.Id };
  const { UserPoolClient } = await ask('CreateUserPoolClient', { ...pool, ClientName: 'bench' });
  const [username, password] = ['ann@example.com', 'Correct-Horse-Battery-1'];
  await ask('AdminCreateUser', { ...pool, Username: username, MessageAction: 'SUPPRESS' });
  await ask('AdminSetUserPassword', { ...pool, Username: username, Password: password, Permanent: true });
  await sender.close();
  return {
    ...{ url, username, password, clientId: UserPoolClient.ClientId, usage },
    async stop() {
      await stop();
      await rm(cwd, { recursive: true, force: true });
    },
  };
}

interface Answer {
  readonly UserPool: { readonly Id: string };
  readonly UserPoolClient: { readonly ClientId: string };
}
