// The same page, with what it loads when somebody wants to watch.
import { userPoolSource } from '@postern/auth';
import { browserStore } from '@postern/auth/browser';
import { createLightClient } from '@postern/client/light';
import { GetItem } from '@postern/graphql';

declare const settings: Record<
  'region' | 'userPoolId' | 'clientId' | 'username' | 'password' | 'endpoint',
  string
>;

const { endpoint, ...user } = settings;
const { headers } = userPoolSource({ ...user, store: browserStore() });
export const answer = await createLightClient({ endpoint, headers }).request(GetItem, { id: '1' });

/** For subscriptions, pages and batches. */
export async function wholeClient(): Promise<unknown> {
  const { createClient } = await import('@postern/client');
  return createClient({ endpoint, headers });
}
