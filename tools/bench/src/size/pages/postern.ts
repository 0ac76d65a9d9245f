// A page that signs in with SRP, stays signed in, and runs one typed query.
import { userPoolSource } from '@postern/auth';
import { browserStore } from '@postern/auth/browser';
import { createLightClient } from '@postern/client/light';
import { GetItem } from '@postern/graphql';

declare const settings: Record<
  'region' | 'userPoolId' | 'clientId' | 'username' | 'password' | 'endpoint',
  string
>;

const { endpoint, ...user } = settings;
const source = userPoolSource({ ...user, store: browserStore() });
const client = createLightClient({ endpoint, headers: source.headers });
export const answer = await client.request(GetItem, { id: '1' });
