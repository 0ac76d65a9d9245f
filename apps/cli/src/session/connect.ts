import type { UserPoolOptions, UserPoolSource } from '@postern/auth';
import type { Client } from '@postern/client';
import type { Config } from '@postern/config';
import type { Terminal } from '../terminal.ts';
import { SignInNeededError } from '../errors.ts';
import { configuredPassword } from './configured-password.ts';
import { signedIn } from './signed-in.ts';
import { stateFolder } from './state-folder.ts';

/** Who signs in, and how; what is left out comes from the configuration. */
export type Identity = Pick<UserPoolOptions, 'username'> &
  Partial<Pick<UserPoolOptions, 'password' | 'flow' | 'onChallenge'>>;

/** Is one user of the configured user pool, with the tokens in the state folder. */
export async function userSource(
  config: Config,
  identity: Identity,
  terminal: Terminal,
): Promise<UserPoolSource> {
  const clientSecret = config.get('clientSecret');
  const endpoint = config.get('cognitoEndpoint');
  const address = {
    region: config.require('region'),
    userPoolId: config.require('userPoolId'),
    clientId: config.require('clientId'),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const [{ userPoolSource }, { fileStore }] = await Promise.all([
    import('@postern/auth'),
    import('@postern/auth/node'),
  ]);
  return userPoolSource({ ...address, ...identity, store: fileStore(`${stateFolder(terminal)}/tokens`) });
}

/**
 * Is the user that the configuration names, else the one who signed in last. A password in the environment signs in by
 * itself, so that programs need no `postern login`.
 *
 * @throws SignInNeededError when nobody is signed in.
 */
export async function currentSource(config: Config, terminal: Terminal): Promise<UserPoolSource> {
  const username = config.get('username') ?? (await signedIn(stateFolder(terminal), config).get());
  if (username === undefined) {
    throw new SignInNeededError(
      `Nobody is signed in to user pool ${config.require('userPoolId')}. Run: postern login`,
    );
  }
  const password = await configuredPassword(config);
  return userSource(config, { username, ...(password === undefined ? {} : { password }) }, terminal);
}

/** Makes the client that calls the configured API as somebody: the one place where the two libraries meet. */
export async function connect(config: Config, source: UserPoolSource, terminal: Terminal): Promise<Client> {
  const endpoint = config.require('graphqlEndpoint');
  const { createClient } = await import('@postern/client');
  return createClient({
    endpoint,
    headers: source.headers,
    // A person is waiting: one who cannot reach the server wants to know soon.
    retry: { maxAttempts: 3 },
    onAttempt: ({ operationName, attempt, durationMs, status, error }) =>
      terminal.log.debug(
        `${operationName}, attempt ${attempt}: ${error ?? `HTTP ${status}`} in ${Math.round(durationMs)} ms`,
      ),
  });
}
