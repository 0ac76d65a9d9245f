import { iamSource } from '@postern/auth';
import { createClient, type Client } from '@postern/client';
import { CreateItem, type CreateItemInput } from '@postern/graphql';
import { readProject } from '../../project.ts';
import { startDev, type Dev, type DevOptions } from '../../start-dev.ts';

/** A running console with its backend, and a way past the page to see what the backend really has. */
export interface TestConsole extends Dev {
  readonly api: Client;
  /** Name and password of a user. */
  user(username: string): { readonly username: string; readonly password: string };
  /** Creates an item past the page. */
  makeItem(input: Partial<CreateItemInput> & { name: string }): Promise<string>;
}

/** Starts backend and page as `pnpm dev` does, with users for the tests. */
export async function startConsole(options: Partial<DevOptions> = {}): Promise<TestConsole> {
  const dev = await startDev({
    ...(await readProject()),
    users: [
      { username: 'admin', groups: ['Admin'] },
      { username: 'batch', groups: ['BatchProcessor'] },
      { username: 'alice' },
      { username: 'newcomer', temporary: true },
      { username: 'leaver', groups: ['Admin'] },
    ],
    ...options,
  });
  const { graphqlEndpoint, region, roles } = dev.local;
  const api = createClient({
    endpoint: graphqlEndpoint,
    headers: iamSource({ region, credentials: roles.functions }).headers,
  });
  return {
    ...dev,
    api,
    user: (name) => dev.local.users.find(({ username }) => username === name)!,
    async makeItem(input) {
      const { data } = await api.request(CreateItem, { input: { status: 'PENDING', ...input } });
      return data.createItem!.id;
    },
  };
}
