import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { changeOne } from './change-one.ts';
import type { Peer, SignIn } from './peer.ts';

/** A sign-in with SRP by Amplify before each call, one after another. */
export const amplifyPerCall: Peer = async ({ endpoint, ids, signIn: pool }) => {
  if (!pool) throw new TypeError('It has nowhere to sign in.');
  const change = changeOne(endpoint);
  const { userPoolId, clientId, username, password } = pool;
  Amplify.configure({
    Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: pool.endpoint } },
  });
  const once = async (id: string): Promise<void> => {
    await signIn({ username, password });
    const { tokens } = await fetchAuthSession();
    await change(id, String(tokens?.accessToken));
    await signOut();
  };
  // Who writes this goes on to the next item when one fails.
  for (const id of ids) await once(id).catch(() => undefined);
};

/** The same with the password on the wire. */
export const passwordPerCall: Peer = async ({ endpoint, ids, signIn: pool }) => {
  if (!pool) throw new TypeError('It has nowhere to sign in.');
  const change = changeOne(endpoint);
  const once = async (id: string): Promise<void> => change(id, await byPassword(pool));
  for (const id of ids) await once(id).catch(() => undefined);
};

async function byPassword({ endpoint, clientId, username, password }: SignIn): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const { AuthenticationResult } = (await response.json()) as {
    AuthenticationResult?: { AccessToken: string };
  };
  if (!AuthenticationResult) throw new Error(`The sign-in was refused with HTTP ${response.status}.`);
  return AuthenticationResult.AccessToken;
}
