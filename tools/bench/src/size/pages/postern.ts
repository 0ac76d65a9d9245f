// A page that signs in with SRP, stays signed in, and runs one typed query.
import { userPoolSource } from '@postern/auth';
import { browserStore } from '@postern/auth/browser';
import { createLightClient } from '@postern/client/light';
import { GetItem } from '@postern/graphql';

interface Settings extends Record<
  'region' | 'userPoolId' | 'clientId' | 'username' | 'password' | 'endpoint',
  string
> {
  /** Where Cognito is, if not at AWS. */
  readonly cognito?: string;
}
declare const settings: Settings;

const { endpoint, cognito, ...user } = settings;
const address = cognito === undefined ? {} : { endpoint: cognito };
const source = userPoolSource({ ...user, ...address, store: browserStore() });
const client = createLightClient({ endpoint, headers: source.headers });
export const answer = await client.request(GetItem, { id: '1' });
